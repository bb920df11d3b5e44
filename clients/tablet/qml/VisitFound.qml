import QtQuick
import QtQuick.Layouts

// What the visit found wrong, what the organisation asks for, and the pictures.
ColumnLayout {
    id: found
    property bool draft
    property string visitId
    spacing: Theme.gap

    Card {
        Layout.fillWidth: true
        Words { text: T.say("findings"); font.pixelSize: Theme.strong; font.weight: Font.Bold }
        Caption { visible: visit.findings.count === 0; text: T.say("no_findings") }
        Repeater {
            model: visit.findings
            RowLayout {
                id: one
                required property var row
                Layout.fillWidth: true
                Words { objectName: "finding"; text: one.row.text; font.strikeout: one.row.withdrawn; Layout.fillWidth: true }
                Badge { objectName: "findingState"; text: one.row.state; level: one.row.open ? "info" : "quiet" }
                Badge { visible: !one.row.withdrawn; text: one.row.severityText; level: one.row.severity > 2 ? "warning" : "notice" }
                Badge { visible: one.row.due !== "" && !one.row.withdrawn; text: T.say("due_on", one.row.due) }
                BigButton { objectName: "withdrawFinding"; visible: one.row.open; plain: true; text: T.say("withdraw_finding"); onClicked: withdrawal.of(one.row.id) }
            }
        }
        BigButton { objectName: "addFinding"; visible: found.draft; plain: true; glyph: "add"; text: T.say("add_finding"); Layout.fillWidth: true; onClicked: sheet.open() }
    }
    Card {
        Layout.fillWidth: true
        Words { text: T.say("needs"); font.pixelSize: Theme.strong; font.weight: Font.Bold }
        Caption { visible: visit.needs.count === 0; text: T.say("no_needs") }
        Repeater {
            model: visit.needs
            RowLayout {
                id: need
                required property var row
                Layout.fillWidth: true
                Badge { text: need.row.kind; level: "info" }
                Words { objectName: "need"; text: need.row.text; Layout.fillWidth: true }
            }
        }
        BigButton { objectName: "addNeed"; visible: found.draft; plain: true; glyph: "add"; text: T.say("add_need"); Layout.fillWidth: true; onClicked: needSheet.open() }
    }
    Card {
        Layout.fillWidth: true
        Words { text: T.say("files"); font.pixelSize: Theme.strong; font.weight: Font.Bold }
        Caption { text: visit.files.count === 0 ? T.say("photos_optional") : T.say("photos_later"); Layout.fillWidth: true }
        Repeater {
            model: visit.files
            RowLayout {
                id: file
                required property var row
                Layout.fillWidth: true
                Glyph { name: "camera"; color: Theme.muted }
                Words { text: file.row.caption === "" ? T.say("photo") : file.row.caption; Layout.fillWidth: true }
                Badge { objectName: "fileState"; text: file.row.stateText; level: file.row.state === "stored" ? "ok" : file.row.state === "refused" ? "warning" : "quiet" }
            }
        }
        BigButton { objectName: "addPhoto"; visible: found.draft; plain: true; glyph: "camera"; text: T.say("add_photo"); Layout.fillWidth: true; onClicked: { sheet.forFinding = false; device.takePhoto() } }
    }
    Connections {
        target: device
        function onPhoto(path) {
            if (!found.visible || path === "") return
            if (sheet.visible) sheet.photo = path
            else visit.attach(path, T.say("photo"))
        }
    }
    Sheet {
        id: sheet
        property string item: ""
        property int severity: 2
        property string due: device.inDays(15)
        property string photo: ""
        property bool forFinding: false
        title: T.say("add_finding")
        Caption { text: T.say("item") }
        Choices { objectName: "findingItem"; Layout.fillWidth: true; options: reports.choices("item", texts.language); chosen: sheet.item; onPicked: (code) => sheet.item = code }
        Caption { text: T.say("severity") }
        Choices { objectName: "findingSeverity"; Layout.fillWidth: true; level: sheet.severity > 2 ? "warning" : "info"; chosen: sheet.severity
            options: [1, 2, 3, 4].map(n => ({ code: n, text: T.say("severity_" + n) })); onPicked: (code) => sheet.severity = code }
        FieldBox { id: what; objectName: "findingText"; label: T.say("description"); entity: "finding"; rowId: "new:" + found.visitId; field: "description"; tall: true; Layout.fillWidth: true }
        Caption { text: T.say("due_date") }
        Choices { objectName: "findingDue"; Layout.fillWidth: true; chosen: sheet.due
            options: [7, 15, 30].map(n => ({ code: device.inDays(n), text: T.say("in_days", n) })).concat([{ code: "", text: T.say("no_due") }]); onPicked: (code) => sheet.due = code }
        BigButton { objectName: "findingPhoto"; plain: true; glyph: "camera"; text: sheet.photo === "" ? T.say("add_photo") : T.say("photo_taken"); Layout.fillWidth: true; onClicked: device.takePhoto() }
        foot: BigButton {
            objectName: "findingSave"; Layout.fillWidth: true; text: T.say("save")
            enabled: sheet.item !== "" && what.text.trim() !== ""
            onClicked: {
                visit.addFinding(sheet.item, sheet.severity, what.text, sheet.due, sheet.photo)
                typing.forget("finding", what.rowId, "description")
                what.text = ""; sheet.item = ""; sheet.photo = ""
                sheet.close()
            }
        }
    }
    ReasonSheet {
        id: withdrawal
        property string finding
        function of(id) { finding = id; open() }
        title: T.say("withdraw_finding_why")
        onGiven: (reason) => visit.withdrawFinding(finding, reason)
    }
    Sheet {
        id: needSheet
        property int kind: 0
        title: T.say("add_need")
        Choices { objectName: "needKind"; Layout.fillWidth: true; chosen: needSheet.kind; options: [1, 2, 3, 4, 5, 6].map(n => ({ code: n, text: T.say("need_" + n) })); onPicked: (code) => needSheet.kind = code }
        FieldBox { id: wish; objectName: "needText"; label: T.say("description"); entity: "need"; rowId: "new:" + found.visitId; field: "description"; tall: true; Layout.fillWidth: true }
        foot: BigButton {
            objectName: "needSave"; Layout.fillWidth: true; text: T.say("save"); enabled: needSheet.kind > 0 && wish.text.trim() !== ""
            onClicked: {
                visit.addNeed(needSheet.kind, wish.text)
                typing.forget("need", wish.rowId, "description")
                wish.text = ""; needSheet.kind = 0
                needSheet.close()
            }
        }
    }
}
