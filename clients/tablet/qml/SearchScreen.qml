import QtQuick
import QtQuick.Layouts

// The whole registry, as one types: any part of a name, pinyin, initials, a credit code.
ScrollScreen {
    id: screen
    back: false
    title: T.say("nav_search")
    subtitle: T.say("search_sub", sync.data.organizations || 0)
    function shown() { field.input.forceActiveFocus() }
    Component.onCompleted: field.input.forceActiveFocus()

    FieldBox {
        id: field
        objectName: "searchBox"
        Layout.fillWidth: true
        hint: T.say("search_hint")
        hints: Qt.ImhNoPredictiveText
        onEdited: search.text = text
    }
    Words { visible: text !== ""; color: Theme.bad; text: search.data.problem || ""; Layout.fillWidth: true }
    Repeater {
        model: search.hits
        ListRow {
            id: hit
            required property var row
            objectName: "hit"
            Layout.fillWidth: true
            title: row.name
            subtitle: row.former !== "" ? T.say("former_name", row.former) : row.code
            detail: row.address
            onClicked: { organization.open(row.id); Nav.go("organization") }
            Badge { visible: hit.row.lookAlike; text: T.say("look_alike"); level: "notice" }
            Badge { visible: hit.row.listed; text: T.say("listed"); level: "warning" }
            Badge { text: hit.row.kind }
            Badge { text: hit.row.status; level: hit.row.ok ? "ok" : "warning" }
        }
    }
    Card {
        visible: (search.data.text || "") !== "" && search.hits.count === 0
        Layout.fillWidth: true
        Words { objectName: "searchNone"; text: T.say("search_none"); font.weight: Font.DemiBold; Layout.fillWidth: true }
        Caption { text: T.say("search_none_text"); Layout.fillWidth: true }
        BigButton { plain: true; glyph: "talk"; text: T.say("oral_title"); onClicked: Nav.go("oral") }
    }
    Caption { visible: search.data.more === true; text: T.say("search_more"); Layout.fillWidth: true }
}
