import QtQuick
import QtQuick.Layouts

// Asks why: one of the usual reasons, or a sentence.
Sheet {
    id: sheet
    property string list                // Of the choices; "": only a sentence.
    property string action: T.say("ok")
    signal given(string reason)
    onOpened: words.text = ""

    Flow {
        visible: sheet.list !== ""
        Layout.fillWidth: true
        spacing: 10
        Repeater {
            model: sheet.list === "" ? [] : reports.choices(sheet.list, texts.language)
            Chip { required property var modelData; objectName: "reason_" + modelData.code; text: modelData.text; onClicked: { sheet.close(); sheet.given(modelData.text) } }
        }
    }
    FieldBox { id: words; objectName: "reasonText"; label: T.say("reason"); maximum: 200; Layout.fillWidth: true }
    foot: BigButton { objectName: "reasonOk"; Layout.fillWidth: true; text: sheet.action; enabled: words.text.trim() !== ""; onClicked: { const reason = words.text.trim(); sheet.close(); sheet.given(reason) } }
}
