import QtQuick
import QtQuick.Layouts

// A set of short texts: its members, and a field for another one.
ColumnLayout {
    id: members
    property string label
    property string field
    property string hint
    property var list: []
    property bool draft
    spacing: 6

    Caption { text: members.label }
    Flow {
        Layout.fillWidth: true
        spacing: 8
        Repeater {
            model: members.list
            Chip { required property var modelData; text: modelData + (members.draft ? "  ×" : ""); enabled: members.draft; onClicked: visit.removeMember(members.field, modelData) }
        }
    }
    RowLayout {
        visible: members.draft
        FieldBox { id: another; objectName: members.field; hint: members.hint; Layout.fillWidth: true; maximum: 60 }
        BigButton { objectName: members.field + "Add"; plain: true; glyph: "add"; Accessible.name: T.say("add"); enabled: another.text.trim() !== ""; onClicked: { visit.addMember(members.field, another.text); another.text = "" } }
    }
}
