import QtQuick
import QtQuick.Controls
import QtQuick.Layouts

// A screen that scrolls: its bar, its cards, and what to do next at the foot, under the thumb.
Rectangle {
    id: screen
    property string title
    property string subtitle
    property bool back: true
    property alias foot: foot.data
    default property alias content: column.data
    property alias flick: flick

    color: Theme.ground

    TopBar {
        id: bar
        anchors { left: parent.left; right: parent.right; top: parent.top }
        title: screen.title
        subtitle: screen.subtitle
        back: screen.back
        onBacked: Nav.back()
        onSyncAsked: Nav.go("sync")
    }
    Flickable {
        id: flick
        objectName: "scroll"
        anchors { left: parent.left; right: parent.right; top: bar.bottom; bottom: footer.top }
        contentHeight: column.implicitHeight + 2 * Theme.edge
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        ScrollBar.vertical: ScrollBar {}
        ColumnLayout {
            id: column
            width: Math.min(flick.width - 2 * Theme.edge, 980)
            x: (flick.width - width) / 2
            y: Theme.edge
            spacing: Theme.gap
        }
    }
    Rectangle {
        id: footer
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: foot.children.length > 0 && foot.implicitHeight > 0 ? foot.implicitHeight + 20 : 0
        clip: true
        color: Theme.surface
        Rectangle { anchors { left: parent.left; right: parent.right; top: parent.top } height: Theme.border; color: Theme.line }
        RowLayout {
            id: foot
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; leftMargin: Theme.edge; rightMargin: Theme.edge }
            spacing: 12
        }
    }
}
