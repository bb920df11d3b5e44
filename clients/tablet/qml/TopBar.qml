import QtQuick
import QtQuick.Layouts

// Where one is, the way back, and the state of the sync.
Rectangle {
    id: bar
    property string title
    property string subtitle
    property bool back: false
    signal backed()
    signal syncAsked()

    implicitHeight: Math.max(76, row.implicitHeight + 16)
    color: Theme.surface
    Rectangle { anchors { left: parent.left; right: parent.right; bottom: parent.bottom } height: Theme.border; color: Theme.line }

    RowLayout {
        id: row
        anchors { fill: parent; leftMargin: bar.back ? 8 : Theme.edge; rightMargin: 14 }
        spacing: 10
        BigButton {
            objectName: "back"
            visible: bar.back
            plain: true
            glyph: "back"
            Accessible.name: T.say("back")
            background: null
            onClicked: bar.backed()
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 0
            Words {
                Layout.fillWidth: true
                text: bar.title
                font.pixelSize: Theme.title
                font.weight: Font.Bold
                elide: Text.ElideRight
                wrapMode: Text.NoWrap
            }
            Caption { Layout.fillWidth: true; visible: text !== ""; text: bar.subtitle; elide: Text.ElideRight; wrapMode: Text.NoWrap }
        }
        SyncChip { onClicked: bar.syncAsked() }
    }
}
