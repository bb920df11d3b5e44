pragma Singleton
import QtQuick

// Colours and sizes. Sunlight: black on white, nothing that a glare would swallow.
QtObject {
    property string name: "light"
    property real scale: 1

    readonly property bool dark: name === "dark"
    readonly property bool sunlight: name === "sunlight"

    readonly property color ground: dark ? "#101418" : sunlight ? "#ffffff" : "#eef1f5"
    readonly property color surface: dark ? "#1b2127" : "#ffffff"
    readonly property color raised: dark ? "#262e36" : sunlight ? "#ffffff" : "#f4f6f9"
    readonly property color ink: dark ? "#f1f4f7" : sunlight ? "#000000" : "#161b22"
    readonly property color muted: dark ? "#a9b4c0" : sunlight ? "#1c1c1c" : "#56606d"
    readonly property color line: dark ? "#39434d" : sunlight ? "#000000" : "#d3d9e1"
    readonly property color outline: dark ? "#6b7783" : sunlight ? "#000000" : "#8d97a3"   // Of what is touched.
    readonly property color accent: dark ? "#7fb2ff" : sunlight ? "#0033a0" : "#0b57d0"
    readonly property color accentInk: dark ? "#06213f" : "#ffffff"
    readonly property color tint: dark ? "#1d3350" : sunlight ? "#ffffff" : "#e3edfd"
    readonly property color good: dark ? "#6fd29a" : sunlight ? "#00501f" : "#14713d"
    readonly property color goodTint: dark ? "#16352a" : sunlight ? "#ffffff" : "#dff3e6"
    readonly property color warn: dark ? "#ffc56b" : sunlight ? "#5c3800" : "#8a5300"
    readonly property color warnTint: dark ? "#3a2d12" : sunlight ? "#fff1a8" : "#fdefd2"
    readonly property color bad: dark ? "#ff9a8f" : sunlight ? "#9a0000" : "#b3261e"
    readonly property color badTint: dark ? "#40201d" : sunlight ? "#ffffff" : "#fbe5e3"
    readonly property color quiet: dark ? "#8b97a3" : sunlight ? "#333333" : "#5b6572"

    readonly property real small: 15 * scale
    readonly property real body: 18 * scale
    readonly property real strong: 20 * scale
    readonly property real title: 25 * scale
    readonly property real touch: Math.max(56, 56 * scale)   // No target is smaller than 48.
    readonly property real gap: 12
    readonly property real edge: 20
    readonly property real radius: 14
    readonly property real border: sunlight ? 2 : 1
}
