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
    default property alias badges: badges.data

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
            anchors { left: parent.left; right: arrow.left; verticalCenter: parent.verticalCenter; leftMargin: entry.strip ? 24 : 16; rightMargin: 8 }
            spacing: 4
            RowLayout {
                Layout.fillWidth: true
                spacing: 8
                Words { objectName: entry.objectName === "" ? "" : entry.objectName + "Title"; Layout.fillWidth: true; text: entry.title; font.pixelSize: Theme.strong; font.weight: Font.DemiBold; maximumLineCount: 2; elide: Text.ElideRight }
                Row { id: badges; spacing: 6 }
            }
            Words { Layout.fillWidth: true; visible: text !== ""; text: entry.subtitle; maximumLineCount: 2; elide: Text.ElideRight }
            Caption { Layout.fillWidth: true; visible: text !== ""; text: entry.detail; maximumLineCount: 1; elide: Text.ElideRight }
        }
        Glyph { id: arrow; name: "next"; size: 20; color: Theme.quiet; anchors { right: parent.right; rightMargin: 12; verticalCenter: parent.verticalCenter } }
    }
}
