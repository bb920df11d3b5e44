import QtQuick
import QtQuick.Layouts

// The registry comes once, as a step of its own; what has come stays, whatever happens to the network.
Rectangle {
    color: Theme.ground
    Card {
        width: Math.min(parent.width - 2 * Theme.edge, 640)
        anchors.centerIn: parent
        padding: 28
        spacing: 18
        Words { text: T.say("first_title"); font.pixelSize: 30 * Theme.scale; font.weight: Font.Bold; Layout.fillWidth: true }
        Words { text: T.say("first_text"); color: Theme.muted; Layout.fillWidth: true }
        Rectangle {
            Layout.fillWidth: true
            implicitHeight: 14; radius: 7; color: Theme.raised
            Rectangle {
                height: parent.height; radius: 7; color: Theme.accent
                width: parent.width * Math.max(0.04, sync.data.scopes > 0 ? sync.data.scopes_here / sync.data.scopes : 0.04)
                Behavior on width { NumberAnimation { duration: 200 } }
            }
        }
        Words { objectName: "firstRows"; text: T.say("first_rows", sync.data.rows || 0, (sync.data.megabytes || 0).toFixed(1)); font.weight: Font.DemiBold; Layout.fillWidth: true }
        Caption { text: T.say("first_scopes", sync.data.scopes_here || 0, sync.data.scopes || 0); Layout.fillWidth: true }
        RowLayout {
            SyncChip { onClicked: sync.syncNow() }
            Caption { text: sync.data.detail || ""; Layout.fillWidth: true }
        }
        BigButton { plain: true; text: T.say("try_now"); Layout.fillWidth: true; visible: sync.data.state !== "syncing"; onClicked: sync.syncNow() }
    }
}
