import QtQuick

Words {
    color: Theme.muted
    font.pixelSize: Theme.small
}
