#include "ui/records/selectionsum.h"

#include "model/items/recordtablemodel.h"
#include "model/workspace/workspace.h"
#include "ui/records/recordtableview.h"
#include "ui/widgets/plaintext.h"

#include <QItemSelectionModel>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr int kPauseMs = 150;

/// A sum with as many digits as people read; integers exactly.
QString sumText(const ColumnSum &sum)
{
    return sum.integerSum ? numberText(*sum.integerSum) : QLocale().toString(sum.sum, 'g', 10);
}

} // namespace

SelectionSum::SelectionSum(RecordTableModel *model, RecordTableView *view, QObject *parent) : QObject(parent), m_model(model), m_view(view)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    connect(&m_pause, &QTimer::timeout, this, &SelectionSum::start);
    const auto wait = [this] { m_pause.start(); };
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, wait);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentColumnChanged, this, wait);
    connect(m_model, &QAbstractItemModel::modelReset, this, wait);
    connect(m_model, &QAbstractItemModel::dataChanged, this, wait);
}

SelectionSum::~SelectionSum() = default;

void SelectionSum::setWorkspace(std::shared_ptr<Workspace> workspace)
{
    m_pause.stop();
    m_job.stop();
    m_workspace = std::move(workspace);
    emit changed({});
}

void SelectionSum::start()
{
    m_job.drop();
    const QList<int> selected = m_view->selectedRows();
    if (!m_workspace || selected.size() < 2) {
        emit changed({});
        return;
    }
    const QString count = tr("%1 selected").arg(numberText(selected.size()));
    emit changed(count);
    const FieldColumn *field = m_model->fieldAt(m_view->currentIndex().column());
    if (!field)
        return;
    std::vector<RecordRow> rows;
    rows.reserve(size_t(selected.size()));
    for (const int row : selected) {
        if (row < m_model->recordCount())
            rows.push_back(m_model->recordAt(row));
    }
    auto work = [workspace = m_workspace, rows = std::move(rows), path = field->path](Progress &progress) {
        return sumColumn(*workspace, rows, path, progress);
    };
    m_job.start(std::move(work), [this, count, title = field->shownTitle()](const Result<ColumnSum> &sum) {
        if (sum)
            emit changed(u"%1 · %2"_s.arg(count, text(title, *sum)));
    });
}

QString SelectionSum::text(const QString &title, const ColumnSum &sum) const
{
    if (sum.numbers == 0)
        return tr("%1: %2 values").arg(isolated(title), numberText(sum.values));
    return tr("%1: %2 numbers, sum %3, average %4")
        .arg(isolated(title), numberText(sum.numbers), sumText(sum), QLocale().toString(sum.average(), 'g', 6));
}

} // namespace persistence
