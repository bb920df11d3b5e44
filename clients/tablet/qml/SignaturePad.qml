import QtQuick

// Takes a signature with the finger.
Rectangle {
    id: pad
    property var lines: []        // Of points in parts of the pad's width and height: a turned tablet keeps them.
    readonly property bool drawn: lines.length > 0

    radius: Theme.radius
    color: "#ffffff"
    border.width: 2
    border.color: Theme.outline
    clip: true

    function clear() { lines = []; canvas.requestPaint() }
    // Calls `done` with the path of the picture.
    function save(done) {
        const path = device.newPicture()
        canvas.grabToImage((picture) => { if (picture.saveToFile(path)) done(path) })
    }
    Caption { anchors.centerIn: parent; visible: !pad.drawn; text: T.say("sign_here"); color: "#56606d" }
    Canvas {
        id: canvas
        onWidthChanged: requestPaint()
        anchors.fill: parent
        onPaint: {
            const pen = getContext("2d")
            pen.reset()
            pen.strokeStyle = "#0a1a33"
            pen.lineWidth = 3.5
            pen.lineCap = "round"
            pen.lineJoin = "round"
            for (const line of pad.lines) {
                pen.beginPath()
                line.forEach((at, i) => i === 0 ? pen.moveTo(at.x * width, at.y * height) : pen.lineTo(at.x * width, at.y * height))
                pen.stroke()
            }
        }
    }
    MouseArea {
        anchors.fill: parent
        preventStealing: true
        function place(at) { return { x: at.x / width, y: at.y / height } }
        onPressed: (at) => pad.lines = pad.lines.concat([[place(at)]])
        onPositionChanged: (at) => { pad.lines[pad.lines.length - 1].push(place(at)); canvas.requestPaint() }
    }
}
