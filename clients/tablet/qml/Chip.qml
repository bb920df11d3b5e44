import QtQuick
import QtQuick.Templates as Control

// One of several answers, chosen by one tap.
Control.AbstractButton {
    id: chip
    property bool chosen: false
    property string level: "info"   // info, ok, warning: the colour when chosen.
    readonly property color face: level === "ok" ? Theme.good : level === "warning" ? Theme.bad : Theme.accent

    implicitHeight: Theme.touch
    implicitWidth: Math.max(92, words.implicitWidth + 36)
    opacity: enabled ? 1 : 0.6
    Accessible.name: text
    Accessible.role: Accessible.RadioButton

    background: Rectangle {
        radius: Theme.radius
        color: chip.chosen ? chip.face : chip.down ? Theme.tint : Theme.surface
        border.width: chip.chosen ? 0 : Math.max(1.5, Theme.border)
        border.color: Theme.outline
    }
    contentItem: Item {
        Words {
            id: words
            anchors.centerIn: parent
            text: chip.text
            wrapMode: Text.NoWrap
            font.weight: Font.DemiBold
            color: chip.chosen ? (Theme.dark ? "#0b1116" : "#ffffff") : Theme.ink
        }
    }
}
