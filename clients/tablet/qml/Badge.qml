import QtQuick

// A word on a tint. level: quiet, info, ok, notice, warning.
Rectangle {
    id: badge
    property string text
    property string level: "quiet"
    readonly property color ink: level === "ok" ? Theme.good : level === "warning" ? Theme.bad
                               : level === "notice" ? Theme.warn : level === "info" ? Theme.accent : Theme.quiet

    implicitWidth: words.implicitWidth + 20
    implicitHeight: words.implicitHeight + 8
    radius: 8
    color: level === "ok" ? Theme.goodTint : level === "warning" ? Theme.badTint
         : level === "notice" ? Theme.warnTint : level === "info" ? Theme.tint : Theme.raised
    border.width: Theme.sunlight ? 2 : 0
    border.color: ink

    Words {
        id: words
        anchors.centerIn: parent
        text: badge.text
        wrapMode: Text.NoWrap
        font.pixelSize: Theme.small
        font.weight: Font.DemiBold
        color: badge.ink
    }
}
