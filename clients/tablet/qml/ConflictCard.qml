import QtQuick
import QtQuick.Layouts

// Two values of one field, with what was before: a person decides, and says why.
Card {
    id: card
    required property var row
    property string choice: ""
    objectName: "conflict"

    RowLayout {
        Layout.fillWidth: true
        Words { text: card.row.subject + " · " + card.row.field; font.weight: Font.Bold; Layout.fillWidth: true }
        Badge { level: "notice"; text: card.row.entity }
    }
    Caption { text: T.say("conflict_base", card.row.base === "" ? "—" : card.row.base); Layout.fillWidth: true }
    Caption { objectName: "conflictCurrent"; visible: card.row.current !== card.row.shown; text: T.say("conflict_current", card.row.current === "" ? "—" : card.row.current); Layout.fillWidth: true }
    GridLayout {
        Layout.fillWidth: true
        columns: card.width > 620 ? 2 : 1
        Repeater {
            model: [["shown", card.row.shown, card.row.shownBy, card.row.shownAt], ["kept", card.row.kept, card.row.keptBy, card.row.keptAt]]
            Rectangle {
                id: side
                required property var modelData
                readonly property bool chosen: card.choice === modelData[0]
                objectName: "choose_" + modelData[0]
                Accessible.role: Accessible.RadioButton
                Accessible.name: modelData[1]
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                implicitHeight: inside.implicitHeight + 28
                radius: Theme.radius
                color: chosen ? Theme.tint : Theme.raised
                border.width: chosen ? 3 : Theme.border
                border.color: chosen ? Theme.accent : Theme.line
                ColumnLayout {
                    id: inside
                    anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: 14 }
                    Caption { text: T.say("conflict_" + side.modelData[0]) }
                    Words { text: side.modelData[1] === "" ? T.say("empty_value") : side.modelData[1]; font.pixelSize: Theme.strong; font.weight: Font.DemiBold; Layout.fillWidth: true }
                    Caption { objectName: "by_" + side.modelData[0]; text: side.modelData[2] + " · " + side.modelData[3]; Layout.fillWidth: true }
                }
                TapHandler { onTapped: card.choice = side.modelData[0] }
            }
        }
    }
    Flow {
        Layout.fillWidth: true
        spacing: 10
        Chip { objectName: "choose_both"; visible: card.row.both; text: T.say("keep_both"); chosen: card.choice === "both"; onClicked: card.choice = "both" }
        Chip { objectName: "choose_value"; text: T.say("write_another"); chosen: card.choice === "value"; onClicked: card.choice = "value" }
    }
    FieldBox { id: another; objectName: "conflictValue"; visible: card.choice === "value"; label: T.say("another_value"); Layout.fillWidth: true }
    FieldBox { id: reason; objectName: "conflictReason"; visible: card.choice !== ""; label: T.say("conflict_reason"); maximum: 500; Layout.fillWidth: true }
    BigButton {
        objectName: "resolve"
        Layout.fillWidth: true
        visible: card.choice !== ""
        enabled: reason.text.trim() !== "" && (card.choice !== "value" || another.text.trim() !== "")
        text: T.say("decide")
        onClicked: records.resolve(card.row.id, card.choice, another.text, reason.text.trim())
    }
}
