import QtQuick
import QtQuick.Layouts

// The form's questions by section. What is as last time takes one tap, for one, a section or all.
ColumnLayout {
    id: list
    property bool draft
    spacing: Theme.gap

    BigButton {
        objectName: "unchangedAll"
        visible: list.draft && visit.data.asBefore === true
        plain: true
        glyph: "check"
        text: T.say("unchanged_all")
        Layout.fillWidth: true
        onClicked: visit.unchanged("")
    }
    Repeater {
        model: visit.questions
        ColumnLayout {
            id: item
            required property var row
            required property int index
            readonly property bool first: index === 0 || visit.questions.get(index - 1).sectionId !== row.sectionId
            Layout.fillWidth: true
            spacing: Theme.gap
            RowLayout {
                visible: item.first
                Layout.fillWidth: true
                Words { topPadding: 10; text: item.row.section; font.pixelSize: Theme.strong; font.weight: Font.Bold; color: Theme.accent; Layout.fillWidth: true }
                BigButton {
                    objectName: "unchangedSection_" + item.row.sectionId
                    visible: list.draft && item.row.sectionAsBefore
                    plain: true
                    glyph: "check"
                    text: T.say("unchanged_section")
                    onClicked: visit.unchanged(item.row.sectionId)
                }
            }
            Card {
                Layout.fillWidth: true
                RowLayout {
                    Layout.fillWidth: true
                    Words { text: item.row.question; font.weight: Font.DemiBold; Layout.fillWidth: true }
                    Badge { visible: item.row.required; level: "notice"; text: T.say("by_law") }
                    Glyph { visible: item.row.answer !== "" || item.row.skipped !== ""; name: "check"; color: Theme.good }
                }
                Caption { visible: item.row.basis !== ""; text: item.row.basis; Layout.fillWidth: true }
                Flow {
                    visible: !item.row.text
                    Layout.fillWidth: true
                    spacing: 10
                    Repeater {
                        model: [["是", "yes", "ok"], ["否", "no", "warning"], ["不适用", "na", "info"]]
                        Chip {
                            required property var modelData
                            objectName: "answer_" + item.row.id + "_" + modelData[1]
                            text: T.say("answer_" + modelData[1])
                            level: modelData[2]
                            chosen: item.row.answer === modelData[0]
                            enabled: list.draft
                            onClicked: visit.answer(item.row.id, modelData[0])
                        }
                    }
                    Chip {
                        objectName: "unchanged_" + item.row.id
                        visible: list.draft && item.row.previous !== "" && item.row.answer === ""
                        text: T.say("as_last_time", item.row.previous)
                        onClicked: visit.answer(item.row.id, item.row.previous)
                    }
                    Chip {
                        objectName: "skip_" + item.row.id
                        visible: list.draft && !item.row.required && item.row.answer === ""
                        text: item.row.skipped === "" ? T.say("skip") : T.say("skipped", item.row.skipped)
                        chosen: item.row.skipped !== ""
                        onClicked: { why.question = item.row.id; why.open() }
                    }
                }
                FieldBox {
                    objectName: "text_" + item.row.id
                    visible: item.row.text
                    tall: true
                    readOnly: !list.draft
                    hint: item.row.previous
                    value: item.row.answer; entity: "visit_answer"; rowId: item.row.rowId; field: "answer"; maximum: 500
                    Layout.fillWidth: true
                }
                FieldBox {
                    objectName: "note_" + item.row.id
                    visible: !item.row.text && (item.row.answer === "否" || item.row.note !== "")
                    readOnly: !list.draft
                    label: T.say("note")
                    value: item.row.note; entity: "visit_answer"; rowId: item.row.rowId; field: "note"; maximum: 1000
                    Layout.fillWidth: true
                }
            }
        }
    }
    ReasonSheet { id: why; property string question; list: "skip"; title: T.say("skip_title"); onGiven: (reason) => visit.skip(question, reason) }
}
