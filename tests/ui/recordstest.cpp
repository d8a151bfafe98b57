#include "tests/ui/recordstest.h"

#include "model/items/fieldcolumn.h"
#include "ui/widgets/plainlabel.h"

#include <QHeaderView>
#include <QTest>

using namespace Qt::StringLiterals;

namespace persistence::tests {

RecordTableView *viewOf(const RecordsPanel &panel)
{
    return panel.findChild<RecordTableView *>();
}

QString countOf(const RecordsPanel &panel)
{
    return panel.findChild<PlainLabel *>(u"recordCount"_s)->text();
}

QString titlesOf(const RecordsPanel &panel)
{
    const QHeaderView *header = viewOf(panel)->horizontalHeader();
    QStringList titles;
    for (int visual = 0; visual < header->count(); ++visual) {
        const int column = header->logicalIndex(visual);
        if (!header->isSectionHidden(column))
            titles.append(header->model()->headerData(column, Qt::Horizontal).toString());
    }
    return titles.join(u' ');
}

void show(RecordsPanel &panel)
{
    panel.resize(900, 300);
    panel.show();
    QVERIFY(QTest::qWaitForWindowExposed(&panel));
}

QByteArray feedback(int count, const QByteArray &comment)
{
    QByteArray text;
    for (int i = 0; i < count; ++i) {
        const QByteArray number = QByteArray::number(i);
        text += record("r" + number.rightJustified(5, '0'), "app", "misc feedback",
                       "{\"rating\": " + number + ", \"text\": \"" + comment + number + "\"}");
    }
    return text;
}

Group feedbackGroup(const SmallWorkspace &workspace)
{
    const auto reader = workspace.workspace()->reader();
    const AppRow app = (*reader)->apps()->first().row;
    return {app, (*reader)->models(app)->first().row, {}};
}

void showFeedback(RecordsPanel &panel, const SmallWorkspace &workspace)
{
    panel.setWorkspace(workspace.workspace());
    panel.showGroup(feedbackGroup(workspace));
    show(panel);
    // Two jobs, and either may end first.
    QTRY_VERIFY(!panel.isReading() && !panel.fields().isEmpty());
    // The columns get their widths from the first rows, a moment later.
    QCoreApplication::processEvents();
}

} // namespace persistence::tests
