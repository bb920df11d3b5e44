import QtQuick
import QtQuick.Templates as Control

// The one thing to do next. Or, plain, one of several.
Control.Button {
    id: button
    property bool plain: false
    property bool danger: false
    property string glyph: ""
    property color ink: !enabled ? Theme.quiet : plain ? (danger ? Theme.bad : Theme.accent) : Theme.accentInk
    readonly property color face: danger ? Theme.bad : Theme.accent

    implicitHeight: Theme.touch
    implicitWidth: Math.max(Theme.touch, row.implicitWidth + 40)
    focusPolicy: Qt.TabFocus
    Accessible.name: text

    background: Rectangle {
        radius: Theme.radius
        color: !button.enabled ? Theme.raised
             : button.plain ? (button.down ? Theme.tint : Theme.surface)
                            : (button.down ? Qt.darker(button.face, 1.15) : button.face)
        border.width: button.plain || !button.enabled ? Theme.border : 0
        border.color: !button.enabled ? Theme.line : button.danger ? Theme.bad : Theme.outline
        Rectangle {
            anchors.fill: parent; anchors.margins: -3; radius: parent.radius + 3
            color: "transparent"; border.width: 3; border.color: Theme.accent
            visible: button.visualFocus
        }
    }
    contentItem: Item {
        Row {
            id: row
            anchors.centerIn: parent
            layoutDirection: button.glyph === "next" ? Qt.RightToLeft : Qt.LeftToRight
            spacing: 10
            Glyph {
                visible: button.glyph !== ""
                name: button.glyph
                color: words.color
                anchors.verticalCenter: parent.verticalCenter
            }
            Words {
                id: words
                visible: text !== ""
                text: button.text
                wrapMode: Text.NoWrap
                font.pixelSize: Theme.body
                font.weight: Font.DemiBold
                color: button.ink
                anchors.verticalCenter: parent.verticalCenter
            }
        }
    }
}
