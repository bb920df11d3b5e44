import QtQuick

// A sentence that goes by itself; a refusal stays until it is touched.
Rectangle {
    id: toast
    objectName: "toast"
    property bool bad: false
    property real room: 400            // Its greatest width.

    function say(text, refused) {
        words.text = text
        bad = refused === true
        opacity = 1
        if (bad) gone.stop(); else gone.restart()
    }
    visible: opacity > 0
    opacity: 0
    radius: Theme.radius
    color: bad ? Theme.bad : Theme.dark ? "#e8edf2" : "#20262d"
    implicitWidth: Math.min(room, words.implicitWidth + 48)
    implicitHeight: words.implicitHeight + 28
    Behavior on opacity { NumberAnimation { duration: 120 } }
    Words {
        id: words
        objectName: "toastText"
        anchors.centerIn: parent
        width: Math.min(implicitWidth, toast.room - 48)
        color: toast.bad ? (Theme.dark ? "#2a0b08" : "#ffffff") : Theme.dark ? "#101418" : "#ffffff"
    }
    TapHandler { onTapped: toast.opacity = 0 }
    Timer { id: gone; interval: 2600; onTriggered: toast.opacity = 0 }
}
