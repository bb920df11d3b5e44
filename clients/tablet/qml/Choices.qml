import QtQuick

// A list of codes, of which one is chosen.
Flow {
    id: choices
    property var options: []       // Of {code, text}.
    property var chosen: ""
    property string level: "info"
    property bool readOnly: false
    signal picked(var code)

    spacing: 10
    Repeater {
        model: choices.options
        Chip {
            required property var modelData
            objectName: choices.objectName === "" ? "" : choices.objectName + "_" + modelData.code
            text: modelData.text
            level: choices.level
            chosen: choices.chosen === modelData.code
            enabled: !choices.readOnly
            onClicked: choices.picked(modelData.code)
        }
    }
}
