import QtQuick
import QtQuick.Layouts

// One organisation that left the area: per record what was edited, and how far it is.
Card {
    id: card
    required property var row
    objectName: "handedOver"

    Words { objectName: "handedOverName"; text: card.row.name; font.weight: Font.Bold; Layout.fillWidth: true }
    Repeater {
        model: card.row.records
        ColumnLayout {
            id: record
            required property var modelData
            Layout.fillWidth: true
            spacing: 4
            RowLayout {
                Layout.fillWidth: true
                Words { text: record.modelData.label; font.weight: Font.DemiBold }
                Caption { text: record.modelData.at; Layout.fillWidth: true }
                Badge { objectName: "handedOverFate"; text: record.modelData.fateText; level: record.modelData.level }
            }
            Repeater {
                model: record.modelData.lines
                Caption { required property string modelData; objectName: "handedOverLine"; text: modelData; Layout.fillWidth: true }
            }
            Words { objectName: "handedOverMessage"; visible: text !== ""; text: record.modelData.message; Layout.fillWidth: true }
        }
    }
    BigButton { objectName: "handedOverSeen"; visible: !card.row.unsent; plain: true; text: T.say("handed_seen"); onClicked: handedOver.acknowledge(card.row.id) }
}
