import QtQuick
import QtQuick.Templates as Control

// The four places: at the side of a wide window, at the foot of a tall one.
Rectangle {
    id: bar
    property bool side: true
    readonly property var places: [
        { name: "today", glyph: "today" }, { name: "search", glyph: "search" },
        { name: "sync", glyph: "sync" }, { name: "settings", glyph: "me" }]

    color: Theme.surface
    implicitWidth: side ? 104 : 400
    implicitHeight: side ? 400 : 84 + 60 * (Theme.scale - 1)
    Rectangle {
        color: Theme.line
        width: bar.side ? Theme.border : parent.width
        height: bar.side ? parent.height : Theme.border
        x: bar.side ? parent.width - width : 0
    }
    Grid {
        // No anchors up and down: while they change with the side, both hold and set the height for good.
        y: bar.side ? 12 : (bar.height - height) / 2
        anchors.horizontalCenter: parent.horizontalCenter
        columns: bar.side ? 1 : 4
        spacing: bar.side ? 8 : 0
        Repeater {
            model: bar.places
            Control.AbstractButton {
                id: place
                required property var modelData
                readonly property bool here: Nav.screen === modelData.name
                readonly property int count: modelData.name === "today" ? today.items.count
                                           : modelData.name === "sync" ? (sync.data.conflicts || 0) + (sync.data.attention || 0) : 0
                objectName: "nav_" + modelData.name
                implicitWidth: bar.side ? 92 : bar.width / 4
                implicitHeight: 76 + 60 * (Theme.scale - 1)
                Accessible.name: T.say("nav_" + modelData.name)
                onClicked: Nav.home(modelData.name)
                contentItem: Item {
                    Rectangle {
                        anchors { horizontalCenter: parent.horizontalCenter; top: parent.top; topMargin: 6 }
                        width: Math.min(92, 64 * Theme.scale); height: 36 * Theme.scale; radius: height / 2
                        color: place.here ? Theme.tint : "transparent"
                        border.width: place.here && Theme.sunlight ? 2 : 0
                        border.color: Theme.accent
                        Glyph { anchors.centerIn: parent; name: place.modelData.glyph; color: place.here ? Theme.accent : Theme.muted }
                        Rectangle {
                            visible: place.count > 0
                            anchors { right: parent.right; top: parent.top; topMargin: -4 }
                            width: Math.max(height, number.implicitWidth + 10); height: 22 * Theme.scale; radius: height / 2
                            color: place.modelData.name === "sync" ? Theme.warn : Theme.accent
                            Words { id: number; anchors.centerIn: parent; text: place.count; font.pixelSize: 13 * Theme.scale; font.weight: Font.Bold; color: Theme.accentInk }
                        }
                    }
                    Words {
                        anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom; bottomMargin: 8 }
                        text: T.say("nav_" + place.modelData.name)
                        font.pixelSize: Theme.small
                        font.weight: place.here ? Font.Bold : Font.Normal
                        color: place.here ? Theme.accent : Theme.muted
                    }
                }
            }
        }
    }
}
