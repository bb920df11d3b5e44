import QtQuick
import QtQuick.Templates as Control

// Digits that nobody who stands by can read.
Rectangle {
    id: box
    property string hint
    property alias text: input.text
    property alias input: input

    implicitHeight: Math.max(Theme.touch, input.implicitHeight)
    radius: Theme.radius
    color: Theme.surface
    border.width: input.activeFocus ? 3 : Math.max(1.5, Theme.border)
    border.color: input.activeFocus ? Theme.accent : Theme.outline
    Control.TextField {
        id: input
        objectName: box.objectName + "Input"
        anchors.fill: parent
        padding: 16
        verticalAlignment: TextInput.AlignVCenter
        echoMode: TextInput.Password
        passwordMaskDelay: 0
        maximumLength: 8
        validator: RegularExpressionValidator { regularExpression: /[0-9]*/ }
        inputMethodHints: Qt.ImhDigitsOnly | Qt.ImhHiddenText | Qt.ImhNoPredictiveText
        color: Theme.ink
        font.pixelSize: Theme.body
        Accessible.name: box.hint
        Caption {
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: 16 }
            font.pixelSize: Theme.body
            opacity: 0.8
            text: box.hint
            visible: input.text === "" && input.preeditText === ""
        }
    }
}
