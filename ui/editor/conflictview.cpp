#include "ui/editor/conflictview.h"

#include "model/items/conflictmodel.h"
#include "model/items/itemtext.h"
#include "model/items/roles.h"
#include "ui/editor/compareview.h"
#include "ui/widgets/icondelegate.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"
#include "ui/widgets/tabledelegate.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QHelpEvent>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace persistence {

/// The fields of a conflict, or only those that both sides changed.
class ConflictRows final : public QSortFilterProxyModel
{
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setOnlyConflicts(bool isOnly)
    {
        m_isOnly = isOnly;
        invalidateFilter();
    }

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override
    {
        return !m_isOnly || sourceModel()->index(row, 0, parent).data(ConflictModel::IsConflictRole).toBool();
    }

private:
    bool m_isOnly = true;
};

namespace {

/// Marks what nobody has decided yet, and shows whole values in tooltips.
class FieldDelegate final : public IconDelegate
{
public:
    using IconDelegate::IconDelegate;

    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index) override
    {
        if (event->type() != QEvent::ToolTip)
            return IconDelegate::helpEvent(event, view, option, index);
        showPlainToolTip(event->globalPos(), index.data(ToolTipTextRole).toString(), view->viewport(), option.rect);
        return true;
    }

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        IconDelegate::initStyleOption(option, index);
        if (index.column() == ConflictModel::ResultColumn && !index.data(ConflictModel::IsChosenRole).toBool() &&
            !option->state.testFlag(QStyle::State_Selected))
            option->palette.setColor(QPalette::Text, toneColor(Tone::Alert, option->palette));
    }
};

/// A window for one value as JSON text.
class ValueDialog final : public QDialog
{
public:
    ValueDialog(const QString &field, const QByteArray &json, QWidget *parent)
        : QDialog(parent)
        , m_text(new QPlainTextEdit(QString::fromUtf8(json), this))
        , m_message(new MessageBar(this))
    {
        setObjectName(u"conflictValue"_s);
        setWindowTitle(ConflictView::tr("Edit a field"));
        setAttribute(Qt::WA_DeleteOnClose);
        m_text->setAccessibleName(field);
        auto *use = new QPushButton(ConflictView::tr("Use this value"), this);
        use->setDefault(true);
        auto *cancel = new QPushButton(ConflictView::tr("Cancel"), this);
        auto *buttons = new QHBoxLayout;
        buttons->addStretch();
        buttons->addWidget(cancel);
        buttons->addWidget(use);
        auto *layout = new QVBoxLayout(this);
        layout->addWidget(new PlainLabel(field, this));
        layout->addWidget(m_text, 1);
        layout->addWidget(m_message);
        layout->addLayout(buttons);
        resize(520, 320);
        connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
        connect(use, &QPushButton::clicked, this, &QDialog::accept);
    }

    [[nodiscard]] QByteArray json() const { return m_text->toPlainText().toUtf8(); }
    void showError(const Error &error) { m_message->showMessage(Tone::Bad, error.message); }

    /// Asked before the dialog closes; an error keeps it open.
    std::function<Result<void>(const QByteArray &json)> take;

    void accept() override
    {
        if (const auto taken = take(json()); !taken)
            showError(taken.error());
        else
            QDialog::accept();
    }

private:
    QPlainTextEdit *m_text;
    MessageBar *m_message;
};

} // namespace

ConflictView::ConflictView(const QByteArray &before, const QByteArray &mine, const QByteArray &now, QWidget *parent)
    : QDialog(parent)
    , m_model(new ConflictModel(this))
    , m_rows(new ConflictRows(this))
    , m_summary(new PlainLabel({}, this))
    , m_message(new MessageBar(this))
    , m_view(new QTableView(this))
    , m_onlyConflicts(new QCheckBox(tr("Show only conflicts"), this))
{
    setObjectName(u"conflictView"_s);
    setWindowTitle(tr("This record changed since you opened it"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_summary->setObjectName(u"conflictSummary"_s);
    m_summary->setWordWrap(true);
    m_model->setDocuments(before, mine, now);
    m_rows->setSourceModel(m_model);
    createTable();
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_summary);
    layout->addWidget(m_onlyConflicts);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_message);
    layout->addLayout(createButtons({mine, now, tr("Mine"), tr("Now")}));
    connectSignals();
    m_onlyConflicts->setChecked(m_model->conflictCount() > 0);
    m_rows->setOnlyConflicts(m_onlyConflicts->isChecked());
    m_view->selectRow(0);
    update();
    resize(900, 480);
}

ConflictView::~ConflictView() = default;

void ConflictView::createTable()
{
    m_view->setObjectName(u"conflictTable"_s);
    m_view->setAccessibleName(tr("Fields that differ"));
    m_view->setModel(m_rows);
    m_view->setItemDelegate(new FieldDelegate(IconIdRole, this));
    prepareTable(m_view);
    m_view->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
}

QLayout *ConflictView::createButtons(const Comparison &comparison)
{
    m_mine = new QPushButton(tr("Keep mine"), this);
    m_now = new QPushButton(tr("Take now"), this);
    m_edit = new QPushButton(tr("Edit…"), this);
    m_use = new QPushButton(icon(IconId::Check), tr("Use this result"), this);
    m_use->setDefault(true);
    auto *compare = new QPushButton(icon(IconId::Compare), tr("Compare mine with now"), this);
    compare->setObjectName(u"conflictCompare"_s);
    compare->setAutoDefault(false);
    connect(compare, &QPushButton::clicked, this, [this, comparison] { openDifferences(this, tr("Mine and now"), comparison, false); });
    auto *cancel = new QPushButton(tr("Cancel"), this);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    for (const auto &[button, name] : {std::pair(m_mine, u"conflictMine"_s), std::pair(m_now, u"conflictNow"_s),
                                       std::pair(m_edit, u"conflictEdit"_s), std::pair(m_use, u"conflictUse"_s)})
        button->setObjectName(name);
    auto *line = new QHBoxLayout;
    line->addWidget(m_mine);
    line->addWidget(m_now);
    line->addWidget(m_edit);
    line->addWidget(compare);
    line->addStretch();
    line->addWidget(cancel);
    line->addWidget(m_use);
    return line;
}

void ConflictView::connectSignals()
{
    connect(m_onlyConflicts, &QCheckBox::toggled, m_rows, &ConflictRows::setOnlyConflicts);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &ConflictView::update);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &ConflictView::update);
    connect(m_view, &QTableView::doubleClicked, this, &ConflictView::edit);
    connect(m_edit, &QPushButton::clicked, this, &ConflictView::edit);
    connect(m_use, &QPushButton::clicked, this, &ConflictView::finish);
    connect(m_mine, &QPushButton::clicked, this, [this] {
        for (const int field : selectedFields())
            m_model->keepMine(field);
    });
    connect(m_now, &QPushButton::clicked, this, [this] {
        for (const int field : selectedFields())
            m_model->takeNow(field);
    });
}

QList<int> ConflictView::selectedFields() const
{
    QList<int> fields;
    const QModelIndexList rows = m_view->selectionModel()->selectedRows();
    for (const QModelIndex &row : rows)
        fields.append(m_rows->mapToSource(row).row());
    return fields;
}

void ConflictView::edit()
{
    const QList<int> fields = selectedFields();
    if (fields.size() != 1)
        return;
    const QString name = m_model->index(fields.front(), ConflictModel::FieldColumn).data().toString();
    auto *dialog = new ValueDialog(name, m_model->resultJson(fields.front()), this);
    dialog->take = [this, field = fields.front()](const QByteArray &json) { return m_model->setResult(field, json); };
    dialog->open();
}

void ConflictView::update()
{
    const int conflicts = m_model->conflictCount();
    const int open = m_model->openCount();
    const int settled = m_model->rowCount() - conflicts;
    const QString settledText = countedText(settled, tr("1 field was changed on one side only and is settled."),
                                            tr("%1 fields were changed on one side only and are settled."));
    const QString conflictText =
        countedText(conflicts, tr("1 field was changed on both sides."), tr("%1 fields were changed on both sides."));
    m_summary->setText(settled == 0 ? conflictText : tr("%1 %2").arg(conflictText, settledText));
    const qsizetype selected = selectedFields().size();
    m_mine->setEnabled(selected > 0);
    m_now->setEnabled(selected > 0);
    m_edit->setEnabled(selected == 1);
    m_use->setEnabled(open == 0);
    setPlainToolTip(m_use, open == 0 ? tr("The result becomes your draft; nothing is saved yet.")
                                     : countedText(open, tr("1 field is not decided yet."), tr("%1 fields are not decided yet.")));
}

void ConflictView::finish()
{
    const auto document = m_model->merged();
    if (!document) {
        m_message->showMessage(Tone::Bad, document.error().message);
        return;
    }
    emit decided(*document);
    accept();
}

} // namespace persistence
