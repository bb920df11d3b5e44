import QtQuick
import QtQuick.Layouts

Rectangle {
    color: Theme.ground
    Card {
        width: Math.min(parent.width - 2 * Theme.edge, 640)
        anchors.centerIn: parent
        padding: 28
        Words { objectName: "withdrawn"; text: T.say("withdrawn_title"); font.pixelSize: 30 * Theme.scale; font.weight: Font.Bold; Layout.fillWidth: true }
        Words { text: T.say("withdrawn_text"); color: Theme.muted; Layout.fillWidth: true }
        SyncChip {}
    }
}
