import QtQuick
import QtQuick.Layouts

// One organisation before a visit: standing, contact, what is open, what was.
ScrollScreen {
    id: screen
    readonly property var of_: organization.data
    title: of_.name || ""
    subtitle: [of_.kind, of_.code, of_.area].filter(x => x).join(" · ")

    Card {
        Layout.fillWidth: true
        Flow {
            Layout.fillWidth: true
            spacing: 8
            Repeater {
                model: screen.of_.standing || []
                Badge { required property var modelData; text: modelData.text; level: modelData.level }
            }
        }
        Caption { visible: screen.of_.mine === false; color: Theme.warn; text: T.say("outside_area"); Layout.fillWidth: true }
        Caption { visible: (screen.of_.lastVisited || "") !== ""; text: T.say("last_visited", screen.of_.lastVisited); Layout.fillWidth: true }
    }
    Card {
        Layout.fillWidth: true
        visible: screen.of_.mine === true
        Words { text: T.say("field_knows"); font.pixelSize: Theme.strong; font.weight: Font.Bold }
        RowLayout {
            Layout.fillWidth: true
            spacing: 10
            FieldBox { objectName: "contactName"; label: T.say("contact"); value: screen.of_.contactName || ""; entity: "organization_profile"; rowId: screen.of_.profileId || ""; field: "contact_name"; maximum: 60; Layout.fillWidth: true; Layout.alignment: Qt.AlignTop }
            FieldBox { objectName: "contactPhone"; label: T.say("phone"); value: screen.of_.contactPhone || ""; entity: "organization_profile"; rowId: screen.of_.profileId || ""; field: "contact_phone"; maximum: 40; hints: Qt.ImhDialableCharactersOnly; Layout.fillWidth: true; Layout.alignment: Qt.AlignTop }
            BigButton { objectName: "call"; glyph: "phone"; Accessible.name: T.say("call"); enabled: callNumber !== ""; Layout.alignment: Qt.AlignBottom
                readonly property string callNumber: screen.of_.contactPhone || screen.of_.publicPhone || ""
                onClicked: device.call(callNumber) }
        }
        RowLayout {
            Layout.fillWidth: true
            spacing: 10
            FieldBox { objectName: "actualAddress"; label: T.say("actual_address"); value: screen.of_.actualAddress || ""; hint: screen.of_.address || ""; entity: "organization_profile"; rowId: screen.of_.profileId || ""; field: "actual_address"; maximum: 200; Layout.fillWidth: true }
            BigButton { objectName: "navigate"; glyph: "map"; Accessible.name: T.say("navigate"); Layout.alignment: Qt.AlignBottom
                onClicked: device.navigate(screen.of_.point || "", screen.of_.actualAddress || screen.of_.address || "") }
        }
        FieldBox { objectName: "hours"; label: T.say("opening_hours"); value: screen.of_.hours || ""; entity: "organization_profile"; rowId: screen.of_.profileId || ""; field: "opening_hours"; maximum: 200; Layout.fillWidth: true }
        FieldBox { objectName: "remarks"; label: T.say("remarks"); tall: true; value: screen.of_.remarks || ""; entity: "organization_profile"; rowId: screen.of_.profileId || ""; field: "remarks"; Layout.fillWidth: true }
    }
    Card {
        Layout.fillWidth: true
        visible: organization.findings.count > 0
        Words { text: T.say("open_findings"); font.pixelSize: Theme.strong; font.weight: Font.Bold }
        Repeater {
            model: organization.findings
            ColumnLayout {
                id: finding
                required property var row
                Layout.fillWidth: true
                RowLayout {
                    Layout.fillWidth: true
                    Words { text: finding.row.text; Layout.fillWidth: true }
                    Badge { text: finding.row.severityText; level: finding.row.severity > 2 ? "warning" : "notice" }
                    Badge { text: finding.row.state }
                    Badge { visible: finding.row.due !== ""; text: T.say("due_on", finding.row.due) }
                    BigButton { objectName: "withdrawFinding"; visible: finding.row.open; plain: true; text: T.say("withdraw_finding"); onClicked: withdrawal.of(finding.row.id) }
                }
                RowLayout {
                    visible: finding.row.recheck
                    BigButton { objectName: "recheckPass"; plain: true; text: T.say("recheck_pass"); onClicked: organization.recheck(finding.row.id, true, "") }
                    BigButton { objectName: "recheckFail"; plain: true; danger: true; text: T.say("recheck_fail"); onClicked: failure.of(finding.row.id) }
                }
            }
        }
    }
    Card {
        Layout.fillWidth: true
        Words { text: T.say("last_visits"); font.pixelSize: Theme.strong; font.weight: Font.Bold }
        Caption { visible: organization.visits.count === 0; text: T.say("no_visits") }
        Repeater {
            model: organization.visits
            ListRow {
                id: one
                required property var row
                objectName: "pastVisit"
                Layout.fillWidth: true
                title: row.title + " · " + row.started
                subtitle: row.text
                detail: row.people
                onClicked: { visit.open(row.id); Nav.go("visit") }
                Badge { text: one.row.state; level: one.row.draft ? "info" : "ok" }
            }
        }
    }
    Card {
        Layout.fillWidth: true
        Words { text: T.say("legal_facts"); font.pixelSize: Theme.strong; font.weight: Font.Bold }
        Caption { text: T.say("legal_facts_text"); Layout.fillWidth: true }
        Repeater {
            model: organization.facts
            RowLayout {
                id: fact
                required property var row
                Layout.fillWidth: true
                visible: row.value !== ""
                ColumnLayout {
                    Layout.fillWidth: true
                    spacing: 0
                    Caption { text: fact.row.label }
                    Words { text: fact.row.value; Layout.fillWidth: true }
                }
                BigButton { objectName: "propose_" + fact.row.id; plain: true; glyph: "edit"; Accessible.name: T.say("propose"); onClicked: proposal.of(fact.row) }
            }
        }
    }
    Sheet {
        id: proposal
        property var fact: ({})
        function of(row) { fact = row; better.text = row.value; evidence.text = ""; open() }
        title: T.say("propose_title", fact.label || "")
        Caption { text: T.say("registry_says", proposal.fact.value || "—"); Layout.fillWidth: true }
        FieldBox { id: better; objectName: "proposedValue"; label: T.say("proposed_value"); Layout.fillWidth: true }
        FieldBox { id: evidence; objectName: "evidence"; label: T.say("evidence"); hint: T.say("evidence_hint"); tall: true; maximum: 1000; Layout.fillWidth: true }
        foot: BigButton { objectName: "sendProposal"; Layout.fillWidth: true; text: T.say("propose"); enabled: better.text.trim() !== "" && evidence.text.trim() !== ""
            onClicked: { organization.propose(proposal.fact.id, better.text, evidence.text); proposal.close() } }
    }
    Sheet {
        id: kinds
        title: T.say("start_which")
        Repeater {
            model: [1, 5, 3, 4, 2]
            BigButton {
                required property int modelData
                objectName: "startKind_" + modelData
                plain: true
                Layout.fillWidth: true
                text: T.say("visit_kind_" + modelData)
                onClicked: { kinds.close(); visit.start(screen.of_.id, modelData, "") }
            }
        }
    }
    ReasonSheet {
        id: withdrawal
        property string finding
        function of(id) { finding = id; open() }
        title: T.say("withdraw_finding_why")
        onGiven: (reason) => organization.withdrawFinding(finding, reason)
    }
    ReasonSheet {
        id: failure
        property string finding
        function of(id) { finding = id; open() }
        title: T.say("recheck_fail_why")
        onGiven: (reason) => organization.recheck(finding, false, reason)
    }
    RiskSheet { id: risk; organizationId: screen.of_.id || "" }
    foot: [
        BigButton { objectName: "riskOpen"; plain: true; glyph: "warn"; text: T.say("risk_title"); Layout.fillWidth: true; onClicked: risk.open() },
        BigButton { objectName: "startVisit"; glyph: "add"; text: T.say("start_visit"); Layout.fillWidth: true; enabled: screen.of_.mine === true; onClicked: kinds.open() }
    ]
}
