import QtQuick
import QtQuick.Layouts

// A risk in three taps and a sentence: what, how bad, the sentence, send.
Sheet {
    id: sheet
    property string organizationId
    property string category: ""
    property int severity: 0
    title: T.say("risk_title")

    Caption { text: T.say("category") }
    Choices { objectName: "risk"; Layout.fillWidth: true; options: reports.choices("risk", texts.language); chosen: sheet.category; onPicked: (code) => sheet.category = code }
    Caption { text: T.say("severity") }
    Choices { objectName: "riskSeverity"; Layout.fillWidth: true; level: sheet.severity > 2 ? "warning" : "info"; chosen: sheet.severity
        options: [1, 2, 3, 4].map(n => ({ code: n, text: T.say("severity_" + n) })); onPicked: (code) => sheet.severity = code }
    FieldBox { id: words; objectName: "riskText"; label: T.say("one_sentence"); entity: "risk_report"; rowId: "new:" + sheet.organizationId; field: "description"; tall: true; Layout.fillWidth: true }
    foot: BigButton {
        objectName: "riskSend"
        Layout.fillWidth: true
        danger: sheet.severity > 2
        text: T.say("risk_send")
        enabled: sheet.category !== "" && sheet.severity > 0 && words.text.trim() !== ""
        onClicked: {
            reports.risk(sheet.organizationId, sheet.category, sheet.severity, words.text)
            typing.forget("risk_report", words.rowId, "description")
            words.text = ""; sheet.category = ""; sheet.severity = 0
            sheet.close()
        }
    }
}
