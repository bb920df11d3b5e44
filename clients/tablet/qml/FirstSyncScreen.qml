import QtQuick
import QtQuick.Layouts

// The registry comes once, as a step of its own; what has come stays, whatever happens to the network.
Rectangle {
    id: screen
    readonly property int rows: sync.data.rows || 0
    readonly property int expected: sync.data.expected || 0
    readonly property real part: expected > 0 ? Math.min(1, rows / expected) : 0
    color: Theme.ground
    Card {
        width: Math.min(parent.width - 2 * Theme.edge, 640)
        anchors.centerIn: parent
        padding: 28
        spacing: 18
        Words { objectName: "firstSync"; text: T.say("first_title"); font.pixelSize: 30 * Theme.scale; font.weight: Font.Bold; Layout.fillWidth: true }
        Words { text: T.say("first_text"); color: Theme.muted; Layout.fillWidth: true }
        Rectangle {
            Layout.fillWidth: true
            visible: screen.expected > 0
            implicitHeight: 14; radius: 7; color: Theme.raised
            border.width: Theme.border; border.color: Theme.line
            Rectangle {
                objectName: "firstBar"
                height: parent.height; radius: 7; color: Theme.accent
                width: Math.max(height, parent.width * screen.part)
                Behavior on width { NumberAnimation { duration: 200 } }
            }
        }
        Words {
            objectName: "firstRows"
            text: screen.expected === 0 ? T.say("first_rows", screen.rows) : T.say("first_rows_of", screen.rows, screen.expected)
            font.weight: Font.DemiBold
            Layout.fillWidth: true
        }
        Caption { text: screen.part >= 1 ? T.say("first_writing") : T.say("first_size", (sync.data.megabytes || 0).toFixed(1)); Layout.fillWidth: true }
        RowLayout {
            SyncChip { onClicked: sync.syncNow() }
            Caption { objectName: "firstDetail"; text: sync.data.detail || ""; Layout.fillWidth: true }
        }
        BigButton { objectName: "firstTryNow"; plain: true; text: T.say("try_now"); Layout.fillWidth: true; visible: sync.data.state !== "syncing"; onClicked: sync.syncNow() }
    }
}
