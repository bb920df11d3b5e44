import QtQuick

// A drawn sign, in the colour of the words beside it.
Canvas {
    id: glyph
    property string name
    property color color: Theme.ink
    property real size: 26 * Theme.scale

    // Strokes on a field of 24 by 24: M move, L line, C circle (centre and radius).
    readonly property var strokes: ({
        today: "M4 6L20 6L20 20L4 20L4 6M4 10L20 10M8 3L8 7M16 3L16 7M8 14L11 17L16 12",
        search: "C10.5 10.5 6M15 15L21 21",
        sync: "M4 10L4 5M4 10L9 10M4 10L8 6.5L12 5L16 6L19 9M20 14L20 19M20 14L15 14M20 14L16 17.5L12 19L8 18L5 15",
        me: "C12 8 4M4 21L5 17L8 15L16 15L19 17L20 21",
        phone: "M6 3L10 3L12 8L9 10L11 13L14 15L16 12L21 14L21 18L19 21L14 20L8 16L4 10L3 5L6 3",
        map: "M12 21L6 13L5 9L7 5L12 3L17 5L19 9L18 13L12 21C12 9 2.5",
        back: "M15 4L7 12L15 20",
        close: "M5 5L19 19M19 5L5 19",
        add: "M12 4L12 20M4 12L20 12",
        check: "M4 13L10 19L20 6",
        camera: "M3 8L7 8L9 5L15 5L17 8L21 8L21 19L3 19L3 8C12 13 3.5",
        warn: "M12 3L22 20L2 20L12 3M12 9L12 14M12 16.5L12 17.5",
        offline: "M3 9L8 6L12 5L16 6L21 9M7 13L12 11L17 13M11 17L13 17M4 20L20 4",
        edit: "M4 20L5 15L16 4L20 8L9 19L4 20M13 7L17 11",
        pin: "M9 3L15 3L14 10L18 14L6 14L10 10L9 3M12 14L12 21",
        next: "M9 4L17 12L9 20",
        lock: "M5 11L19 11L19 21L5 21L5 11M8 11L8 7L10 4L14 4L16 7L16 11",
        talk: "M4 4L20 4L20 16L11 16L6 20L6 16L4 16L4 4"
    })

    implicitWidth: size
    implicitHeight: size
    onColorChanged: requestPaint()
    onNameChanged: requestPaint()
    onPaint: {
        const pen = getContext("2d")
        pen.reset()
        pen.scale(width / 24, height / 24)
        pen.strokeStyle = glyph.color
        pen.lineWidth = 2
        pen.lineCap = "round"
        pen.lineJoin = "round"
        pen.beginPath()
        for (const stroke of (strokes[name] || "").match(/[MLC][^MLC]*/g) || []) {
            const at = stroke.substring(1).trim().split(" ").map(Number)
            if (stroke[0] === "M") pen.moveTo(at[0], at[1])
            if (stroke[0] === "L") pen.lineTo(at[0], at[1])
            if (stroke[0] === "C") {
                pen.moveTo(at[0] + at[2], at[1])
                pen.arc(at[0], at[1], at[2], 0, 2 * Math.PI)
            }
        }
        pen.stroke()
    }
}
