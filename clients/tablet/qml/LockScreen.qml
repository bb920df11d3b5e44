import QtQuick
import QtQuick.Layouts

// Covers everything after a while without a touch. What was begun is still there behind it.
Rectangle {
    id: lock
    objectName: "lock"
    property bool locked: false
    color: Theme.ground
    visible: locked

    Timer {
        id: idle
        objectName: "idleTimer"
        interval: settings.lockMinutes * 60000
        running: settings.hasPin && settings.lockMinutes > 0 && !lock.locked
        onTriggered: { lock.locked = true; pin.text = ""; pin.input.forceActiveFocus() }
    }
    Connections { target: activity; function onTouched() { if (idle.running) idle.restart() } }
    MouseArea { anchors.fill: parent }
    Card {
        width: Math.min(parent.width - 2 * Theme.edge, 460)
        anchors.centerIn: parent
        padding: 28
        Glyph { name: "lock"; size: 56; color: Theme.accent; Layout.alignment: Qt.AlignHCenter }
        Words { text: T.say("locked"); font.pixelSize: Theme.title; font.weight: Font.Bold; Layout.alignment: Qt.AlignHCenter }
        FieldBox { id: pin; objectName: "unlockPin"; hint: T.say("pin"); hints: Qt.ImhDigitsOnly | Qt.ImhHiddenText; maximum: 8; Layout.fillWidth: true }
        Words { id: wrong; color: Theme.bad; Layout.fillWidth: true; visible: text !== "" }
        BigButton {
            objectName: "unlock"
            text: T.say("unlock")
            Layout.fillWidth: true
            onClicked: {
                lock.locked = !settings.checkPin(pin.text)
                wrong.text = lock.locked ? T.say("pin_wrong") : ""
                pin.text = ""
            }
        }
    }
}
