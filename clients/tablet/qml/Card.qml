import QtQuick
import QtQuick.Layouts

// A group of what belongs together.
Rectangle {
    id: card
    default property alias content: column.data
    property alias spacing: column.spacing
    property real padding: 16

    implicitHeight: column.implicitHeight + 2 * padding
    radius: Theme.radius
    color: Theme.surface
    border.width: Theme.border
    border.color: Theme.line

    ColumnLayout {
        id: column
        spacing: Theme.gap
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: card.padding }
    }
}
