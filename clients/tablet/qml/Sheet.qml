import QtQuick
import QtQuick.Controls
import QtQuick.Layouts

// What is asked in between: from the lower edge, within reach of the thumb.
Popup {
    id: sheet
    property string title
    default property alias content: column.data
    property alias foot: foot.data

    parent: Overlay.overlay
    modal: true
    focus: true
    padding: 0
    width: Math.min(parent ? parent.width : 800, 820)
    height: Math.min(head.height + column.implicitHeight + foot.implicitHeight + 64, (parent ? parent.height : 600) - 40)
    x: parent ? (parent.width - width) / 2 : 0
    y: parent ? parent.height - height : 0
    closePolicy: Popup.CloseOnEscape

    Overlay.modal: Rectangle { color: "#80000000" }
    background: Item {
        clip: true
        // Its lower corners are below the window's edge.
        Rectangle {
            width: parent.width; height: parent.height + radius
            color: Theme.surface
            radius: 22
            border.width: Theme.border
            border.color: Theme.line
        }
    }
    contentItem: Item {
        RowLayout {
            id: head
            anchors { left: parent.left; right: parent.right; top: parent.top; leftMargin: Theme.edge; rightMargin: 10; topMargin: 10 }
            Words { Layout.fillWidth: true; text: sheet.title; font.pixelSize: Theme.title; font.weight: Font.Bold }
            BigButton { objectName: "closeSheet"; plain: true; glyph: "close"; background: null; Accessible.name: T.say("close"); onClicked: sheet.close() }
        }
        Flickable {
            anchors { left: parent.left; right: parent.right; top: head.bottom; bottom: foot.top; topMargin: 6; bottomMargin: 14 }
            contentHeight: column.implicitHeight
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            ColumnLayout {
                id: column
                x: Theme.edge
                width: parent.width - 2 * Theme.edge
                spacing: Theme.gap
            }
        }
        RowLayout {
            id: foot
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom; leftMargin: Theme.edge; rightMargin: Theme.edge; bottomMargin: 18 }
            spacing: 12
        }
    }
}
