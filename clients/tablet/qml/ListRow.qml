import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as Control

// A row that leads somewhere.
Control.AbstractButton {
    id: entry
    property string title
    property string subtitle
    property string detail
    property bool strip: false         // A strip at the side, in the colour of what is late.
    property color stripColor: Theme.bad
    property bool pinnable: false
    property bool pinned: false
    property string pinName            // The pin's objectName.
    default property alias badges: badges.data
    signal pinAsked()

    implicitHeight: Math.max(Theme.touch + 20, column.implicitHeight + 26)
    Accessible.name: title

    background: Rectangle {
        radius: Theme.radius
        color: entry.down ? Theme.tint : Theme.surface
        border.width: Theme.border
        border.color: Theme.line
        Rectangle {
            visible: entry.strip
            width: 6; radius: 3
            color: entry.stripColor
            anchors { left: parent.left; top: parent.top; bottom: parent.bottom; margins: 8 }
        }
    }
    contentItem: Item {
        ColumnLayout {
            id: column
            anchors { left: parent.left; right: pin.visible ? pin.left : arrow.left; verticalCenter: parent.verticalCenter; leftMargin: entry.strip ? 24 : 16; rightMargin: 8 }
            spacing: 4
            RowLayout {
                Layout.fillWidth: true
                spacing: 8
                Words { objectName: entry.objectName === "" ? "" : entry.objectName + "Title"; Layout.fillWidth: true; text: entry.title; font.pixelSize: Theme.strong; font.weight: Font.DemiBold; maximumLineCount: 2; elide: Text.ElideRight }
                Row { id: badges; spacing: 6 }
            }
            Words { objectName: entry.objectName === "" ? "" : entry.objectName + "Subject"; Layout.fillWidth: true; visible: text !== ""; text: entry.subtitle; maximumLineCount: 2; elide: Text.ElideRight }
            Caption { Layout.fillWidth: true; visible: text !== ""; text: entry.detail; maximumLineCount: 1; elide: Text.ElideRight }
        }
        BigButton {
            id: pin
            objectName: entry.pinName
            visible: entry.pinnable
            plain: true
            glyph: "pin"
            ink: entry.pinned ? Theme.accent : Theme.quiet
            background: null
            Accessible.name: T.say(entry.pinned ? "unpin_item" : "pin_item")
            anchors { right: arrow.left; verticalCenter: parent.verticalCenter }
            onClicked: entry.pinAsked()
        }
        Glyph { id: arrow; name: "next"; visible: entry.enabled; size: 20; color: Theme.quiet; anchors { right: parent.right; rightMargin: 12; verticalCenter: parent.verticalCenter } }
    }
}
