import QtQuick
import QtQuick.Controls
import QtQuick.Layouts

// Covers everything, open sheets too, after a while without a touch. What was begun is still there behind it.
Popup {
    id: lock
    parent: Overlay.overlay
    z: 20
    modal: true
    focus: true
    padding: 0
    width: parent ? parent.width : 0
    height: parent ? parent.height : 0
    closePolicy: Popup.NoAutoClose
    onOpened: pin.input.forceActiveFocus()

    Timer {
        id: idle
        objectName: "idleTimer"
        interval: settings.lockMinutes * 60000
        running: settings.hasPin && settings.lockMinutes > 0 && !lock.visible
        onTriggered: { pin.text = ""; wrong.text = ""; lock.open() }
    }
    Connections { target: activity; function onTouched() { if (idle.running) idle.restart() } }
    background: Rectangle { color: Theme.ground }
    contentItem: Item {
        objectName: "lock"
        Card {
            width: Math.min(parent.width - 2 * Theme.edge, 460)
            anchors.centerIn: parent
            padding: 28
            Glyph { name: "lock"; size: 56; color: Theme.accent; Layout.alignment: Qt.AlignHCenter }
            Words { text: T.say("locked"); font.pixelSize: Theme.title; font.weight: Font.Bold; Layout.alignment: Qt.AlignHCenter }
            PinBox { id: pin; objectName: "unlockPin"; hint: T.say("pin"); Layout.fillWidth: true }
            Words { id: wrong; objectName: "pinWrong"; color: Theme.bad; Layout.fillWidth: true; visible: text !== "" }
            BigButton {
                objectName: "unlock"
                text: T.say("unlock")
                Layout.fillWidth: true
                onClicked: {
                    if (settings.checkPin(pin.text)) lock.close()
                    else wrong.text = T.say("pin_wrong")
                    pin.text = ""
                }
            }
        }
    }
}
