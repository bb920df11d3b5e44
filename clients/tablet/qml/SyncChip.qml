import QtQuick
import QtQuick.Templates as Control

// The state of the sync, in every screen's corner. Offline is grey: it is no error.
Control.AbstractButton {
    id: chip
    objectName: "syncChip"
    readonly property string state_: sync.data.state || "offline"
    readonly property color ink: state_ === "done" ? Theme.good : state_ === "syncing" ? Theme.accent
                               : state_ === "attention" ? Theme.warn : Theme.quiet

    implicitHeight: Theme.touch
    implicitWidth: row.implicitWidth + 28
    Accessible.name: sync.data.text || ""

    background: Rectangle {
        radius: height / 2
        color: chip.state_ === "done" ? Theme.goodTint : chip.state_ === "syncing" ? Theme.tint
             : chip.state_ === "attention" ? Theme.warnTint : Theme.raised
        border.width: Theme.border
        border.color: Theme.sunlight ? chip.ink : "transparent"
    }
    contentItem: Item {
        Row {
            id: row
            anchors.centerIn: parent
            spacing: 8
            Glyph {
                size: 22 * Theme.scale
                color: chip.ink
                anchors.verticalCenter: parent.verticalCenter
                name: chip.state_ === "done" ? "check" : chip.state_ === "syncing" ? "sync"
                    : chip.state_ === "attention" ? "warn" : "offline"
            }
            Words {
                text: sync.data.text || ""
                wrapMode: Text.NoWrap
                font.pixelSize: Theme.small
                font.weight: Font.DemiBold
                color: chip.ink
                anchors.verticalCenter: parent.verticalCenter
            }
        }
    }
}
