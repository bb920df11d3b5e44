import QtQuick
import QtQuick.Layouts

// What waits: the late first.
ScrollScreen {
    id: screen
    back: false
    title: T.say("nav_today")
    subtitle: today.items.count > 0 ? T.say("today_count", today.items.count) : ""

    function shown() { today.near = today.near }

    RowLayout {
        Layout.fillWidth: true
        spacing: 10
        BigButton { objectName: "todaySearch"; Layout.fillWidth: true; plain: true; glyph: "search"; text: T.say("search_hint"); onClicked: Nav.home("search") }
        Chip { objectName: "nearby"; text: T.say("nearby"); chosen: today.near !== ""; onClicked: today.near === "" ? device.locate() : today.near = "" }
    }
    Repeater {
        model: today.items
        ListRow {
            id: item
            required property var row
            objectName: "work_" + row.kind
            Layout.fillWidth: true
            title: row.title
            subtitle: row.text !== "" ? row.text : row.visitKindText
            detail: [row.away >= 0 ? T.say("metres_away", row.away) : "", row.address].filter(x => x !== "").join(" · ")
            strip: row.overdue || row.kind === "draft"
            stripColor: row.overdue ? Theme.bad : Theme.accent
            onClicked: {
                if (row.kind === "draft") { visit.open(row.id); Nav.go("visit") }
                else { organization.open(row.organizationId); Nav.go("organization") }
            }
            pinnable: true
            pinned: row.pinned
            pinName: "pin_" + row.id
            onPinAsked: today.pin(row.id, !row.pinned)
            Badge {
                text: item.row.kind === "plan" ? item.row.visitKindText : T.say("work_" + item.row.kind)
                level: item.row.kind === "draft" ? "info" : item.row.kind === "recheck" ? "notice" : "quiet"
            }
            Badge { visible: item.row.priority > 2; text: T.say("urgent"); level: "notice" }
            Badge {
                visible: item.row.due !== ""
                text: item.row.overdue ? T.say("overdue_since", item.row.dueShort) : item.row.dueToday ? T.say("due_today") : T.say("due_on", item.row.dueShort)
                level: item.row.overdue ? "warning" : item.row.dueToday ? "notice" : "quiet"
            }
        }
    }
    Card {
        visible: today.loaded && today.items.count === 0
        Layout.fillWidth: true
        padding: 40
        Glyph { name: "check"; size: 64; color: Theme.good; Layout.alignment: Qt.AlignHCenter }
        Words { text: T.say("today_empty"); font.pixelSize: Theme.strong; font.weight: Font.DemiBold; Layout.alignment: Qt.AlignHCenter }
        Caption { text: T.say("today_empty_text"); Layout.alignment: Qt.AlignHCenter }
    }
    foot: [
        BigButton { objectName: "oral"; plain: true; glyph: "talk"; text: T.say("oral_title"); Layout.fillWidth: true; onClicked: Nav.go("oral") },
        BigButton { objectName: "newVisit"; glyph: "add"; text: T.say("new_visit"); Layout.fillWidth: true; onClicked: Nav.home("search") }
    ]
    Connections { target: device; function onLocated(point) { if (screen.visible) today.near = point } }
}
