#include "ui/editor/valueview.h"

#include "model/edit/editbuffer.h"
#include "model/edit/verbs.h"
#include "model/find/filterwords.h"
#include "model/find/recordhits.h"
#include "model/items/valuetablemodel.h"
#include "model/items/valuetreemodel.h"
#include "ui/editor/textmarks.h"
#include "ui/editor/textpage.h"
#include "ui/editor/textview.h"
#include "ui/editor/valuetableview.h"
#include "ui/editor/valuetreeview.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plaintext.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QScopedValueRollback>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// The texts that a filter looks for, as they stand in JSON: everywhere, or in any field.
struct FilterTexts
{
    std::vector<SearchTerms> anywhere;
    std::vector<SearchTerms> all;
};

void addTexts(const Filter &filter, FilterTexts &texts)
{
    if (filter.kind() == Filter::Kind::Not)
        return;
    for (const Filter &part : filter.parts())
        addTexts(part, texts);
    const FilterTerm &term = filter.term();
    const bool isText = term.subject == FilterSubject::Text || term.subject == FilterSubject::Field;
    const bool isRegex = term.operation == FilterOperator::Matches;
    if (filter.kind() != Filter::Kind::Term || !isText || !(isRegex || term.operation == FilterOperator::Contains))
        return;
    const QString text = QString::fromUtf8(isRegex ? term.value.text() : filterwords::quoted(term.value.text()));
    texts.all.push_back({isRegex ? text : text.sliced(1, text.size() - 2), isRegex && !term.isCaseless, false, isRegex});
    if (term.subject == FilterSubject::Text)
        texts.anywhere.push_back(texts.all.back());
}

} // namespace

ValueView::ValueView(QWidget *parent)
    : QWidget(parent)
    , m_model(new ValueTreeModel(this))
    , m_tree(new ValueTreeView(m_model, this))
    , m_tableModel(new ValueTableModel(this))
    , m_table(new ValueTableView(m_tableModel, this))
    , m_message(new MessageBar(this))
    , m_text(new TextPage(this))
    , m_tabs(new QTabBar(this))
    , m_whole(new QCheckBox(tr("Whole document"), this))
    , m_canonical(new QCheckBox(tr("Canonical"), this))
    , m_pages(new QStackedWidget(this))
{
    m_pages->addWidget(m_tree);
    m_pages->addWidget(m_table);
    m_pages->addWidget(m_text);
    setFocusProxy(m_tree);
    // Any of them scrolls; the window must not grow with the one that has the most bars.
    m_pages->setMinimumHeight(4 * fontMetrics().height());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(createBar());
    layout->addWidget(m_message);
    layout->addWidget(m_pages, 1);
    connectSignals();
    connectEditors();
}

ValueView::~ValueView()
{
    // Editors that close while the widgets go would still change the buffer.
    flush();
    setBuffer(nullptr, true);
}

void ValueView::setRecord(std::shared_ptr<const LoadedRecord> record)
{
    setBuffer(nullptr, true);
    m_record = std::move(record);
    m_message->clear();
    showRecord();
}

void ValueView::setBuffer(EditBuffer *buffer, bool isLocked)
{
    const bool isOther = m_buffer != buffer;
    m_buffer = buffer;
    m_isLocked = isLocked;
    m_tree->setBuffer(buffer, isLocked);
    m_table->setBuffer(buffer, isLocked);
    m_text->setBuffer(buffer, isLocked);
    if (!buffer) {
        // What is shown stays until there is something else; but the buffer goes.
        m_model->follow(nullptr, false, true);
        m_tableModel->follow(nullptr, {}, true);
    } else if (isOther) {
        showRecord();
    } else {
        // Locking changes nothing that is seen, so what is expanded and selected stays.
        m_model->follow(buffer, isWholeDocument(), isLocked);
        m_tableModel->setLocked(isLocked);
    }
}

void ValueView::flush()
{
    m_tree->commitOpenEditor();
    m_table->commitOpenEditor();
    m_text->flush();
}

void ValueView::setForm(Form form)
{
    m_wanted = form;
    showWantedForm();
    // The action that was used shows again what is there.
    if (this->form() != form)
        emit formChanged(this->form());
}

ValueView::Form ValueView::form() const
{
    return Form(m_tabs->currentIndex());
}

void ValueView::setWholeDocument(bool whole)
{
    m_whole->setChecked(whole);
}

bool ValueView::isWholeDocument() const
{
    return m_whole->isChecked();
}

void ValueView::setLocalTime(bool localTime)
{
    m_model->setLocalTime(localTime);
    m_tableModel->setLocalTime(localTime);
    m_tree->setZone(localTime ? DateZone::Local : DateZone::Utc);
    m_table->setZone(localTime ? DateZone::Local : DateZone::Utc);
}

void ValueView::setHits(std::shared_ptr<const RecordHits> hits)
{
    m_hits = std::move(hits);
    m_tree->setHits(m_hits);
    m_table->setHits(m_hits);
    markText();
}

void ValueView::editField(const bson::Path &path)
{
    setForm(Form::Tree);
    m_tree->revealField(path);
    m_tree->setFocus();
    m_tree->editCurrentValue();
}

void ValueView::setFilter(const Filter &filter)
{
    FilterTexts texts;
    addTexts(filter, texts);
    m_text->view()->suggestToFind(texts.all.empty() ? SearchTerms() : texts.all.front());
    m_anywhere = std::move(texts.anywhere);
    markText();
}

void ValueView::markText()
{
    m_text->view()->setFilter({m_anywhere, m_hits, isWholeDocument() || !m_record ? bson::Path() : valuePath(m_record->record)});
}

bool ValueView::stepHit(bool isForward)
{
    const bool isTable = form() == Form::Table;
    if (!m_hits || form() == Form::Text)
        return false;
    const std::vector<bson::PathStep> above = (isTable ? m_tableModel->path() : m_model->editPath({})).steps();
    std::vector<const RecordHits::Field *> reachable;
    for (const RecordHits::Field &field : m_hits->fields()) {
        const std::vector<bson::PathStep> &steps = field.path.steps();
        if (steps.size() >= above.size() && std::equal(above.begin(), above.end(), steps.begin()))
            reachable.push_back(&field);
    }
    if (reachable.empty())
        return false;
    const QVariant offset = (isTable ? m_table->currentIndex() : m_tree->currentIndex()).data(ValueTreeModel::OffsetRole);
    const auto isBefore = [](qsizetype at, const RecordHits::Field *field) { return at < field->offset; };
    const auto isBehind = [](const RecordHits::Field *field, qsizetype at) { return field->offset < at; };
    auto next = reachable.end();
    if (isForward) {
        next = std::upper_bound(reachable.begin(), reachable.end(), offset.isValid() ? offset.toLongLong() : -1, isBefore);
        next = next == reachable.end() ? reachable.begin() : next;
    } else {
        next = std::lower_bound(reachable.begin(), reachable.end(), offset.toLongLong(), isBehind);
        next = next == reachable.begin() ? std::prev(reachable.end()) : std::prev(next);
    }
    if (isTable)
        m_table->reveal((*next)->path);
    else
        m_tree->revealField((*next)->path);
    emit hitShown(int(next - reachable.begin()) + 1, int(reachable.size()));
    return true;
}

void ValueView::openFind()
{
    // Finding is a thing of the text; in the tree it would have to open every row.
    setForm(Form::Text);
    m_text->view()->openFind();
}

void ValueView::findNext()
{
    if (stepHit(true))
        return;
    setForm(Form::Text);
    m_text->view()->findNext();
}

void ValueView::findPrevious()
{
    if (stepHit(false))
        return;
    setForm(Form::Text);
    m_text->view()->findPrevious();
}

QWidget *ValueView::createBar()
{
    m_tabs->setObjectName(u"valueForm"_s);
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->addTab(icon(IconId::Tree), {});
    m_tabs->addTab(icon(IconId::Table), {});
    m_tabs->addTab(icon(IconId::Text), {});
    m_tabs->setTabToolTip(int(Form::Tree), plainToolTip(tr("Value as tree (Ctrl+1)")));
    m_tabs->setTabToolTip(int(Form::Text), plainToolTip(tr("Value as text (Ctrl+3)")));
    setPlainToolTip(m_whole, tr("Show the whole document with record id, key and dates, not only the value"));
    setPlainToolTip(m_canonical, tr("Write every number and date with its type (canonical Extended JSON)"));
    m_canonical->hide();
    fitBar();
    auto *bar = new QWidget(this);
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(4, 0, 8, 0);
    layout->addWidget(m_tabs);
    layout->addStretch();
    layout->addWidget(m_canonical);
    layout->addSpacing(8);
    layout->addWidget(m_whole);
    return bar;
}

/// Where it is narrow the forms show their pictures alone, rather than scrolling one of them out of sight.
void ValueView::fitBar()
{
    const QStringList names = {tr("Tree"), tr("Table"), tr("Text")};
    const auto setTexts = [&](bool areShown) {
        for (int i = 0; i < m_tabs->count(); ++i) {
            m_tabs->setTabText(i, areShown ? names[i] : QString());
            m_tabs->setAccessibleTabName(i, names[i]);
        }
    };
    constexpr int kMargins = 40;
    setTexts(true);
    int needed = m_tabs->sizeHint().width() + m_whole->sizeHint().width() + kMargins;
    if (!m_canonical->isHidden())
        needed += m_canonical->sizeHint().width();
    if (needed > width())
        setTexts(false);
    // A tab bar that is not visible yet does not tell its layout.
    m_tabs->updateGeometry();
}

void ValueView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitBar();
}

void ValueView::connectSignals()
{
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int index) {
        flush();
        if (!m_isShowing)
            m_wanted = form();
        if (form() == Form::Table)
            showTable();
        m_pages->setCurrentIndex(index);
        setFocusProxy(m_pages->currentWidget());
        m_canonical->setVisible(form() == Form::Text);
        fitBar();
        emit formChanged(form());
    });
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        // A record that lacks the field must not make the view forget it.
        if (m_isShowing)
            return;
        m_path = m_tree->currentPath();
        tellForms();
    });
    connect(m_whole, &QCheckBox::toggled, this, [this](bool whole) {
        // A shortcut leaves the focus in an open cell, whose text would go with its row.
        flush();
        showRecord();
        emit wholeDocumentChanged(whole);
    });
    connect(m_canonical, &QCheckBox::toggled, m_text, &TextPage::setCanonical);
    connect(m_text, &TextPage::treeRequested, this, [this] { setForm(Form::Tree); });
    connect(m_text, &TextPage::built, this, &ValueView::textBuilt);
}

void ValueView::connectEditors()
{
    const auto refuse = [this](const Error &error) { m_message->showMessage(Tone::Bad, error.message); };
    connect(m_tree, &ValueTreeView::noticed, this, &ValueView::showNotice);
    connect(m_tree, &ValueTreeView::refused, this, refuse);
    connect(m_table, &ValueTableView::noticed, this, &ValueView::showNotice);
    connect(m_table, &ValueTableView::refused, this, refuse);
    connect(m_table, &ValueTableView::treeRequested, this, [this](const bson::Path &path) {
        setForm(Form::Tree);
        m_tree->setCurrentIndex(m_model->findPath(path));
        m_tree->setFocus();
    });
    connect(m_tableModel, &ValueTableModel::gone, this, [this] { showTable(); });
    const auto later = [this] { tellForms(); };
    connect(m_model, &QAbstractItemModel::modelReset, this, later);
    connect(m_model, &QAbstractItemModel::dataChanged, this, later);
}

void ValueView::showRecord()
{
    const QScopedValueRollback guard(m_isShowing, true);
    m_text->setRecord(m_record, isWholeDocument());
    markText();
    m_model->clear();
    m_tableModel->clear();
    if (!m_record) {
        tellForms();
        return;
    }
    const QByteArray &body = m_record->record.body;
    const auto value = recordValue(bson::DocumentView(body), m_record->record.collection);
    if (m_buffer)
        m_model->follow(m_buffer, isWholeDocument(), m_isLocked);
    else if (isWholeDocument())
        m_model->showDocument(body);
    else if (value)
        m_model->showElement(body, *value);
    m_tree->reveal(m_path, body.size());
    tellForms();
    if (form() == Form::Table && m_tabs->isTabEnabled(int(Form::Table)))
        showTable();
    showWantedForm();
}

void ValueView::showWantedForm()
{
    const QScopedValueRollback guard(m_isShowing, true);
    m_tabs->setCurrentIndex(int(m_tabs->isTabEnabled(int(m_wanted)) ? m_wanted : Form::Tree));
}

void ValueView::showTable()
{
    const bson::Path selected = m_model->editPath(m_tree->currentIndex());
    const auto path = ValueTableModel::tablePath(bson::DocumentView(m_model->document()), selected);
    if (!path) {
        tellForms();
        showWantedForm();
        return;
    }
    if (m_buffer)
        m_tableModel->follow(m_buffer, *path, m_isLocked);
    else
        m_tableModel->show(m_model->document(), *path);
    m_table->reveal(selected);
}

void ValueView::tellForms()
{
    const bson::Path selected = m_model->editPath(m_tree->currentIndex());
    const auto path = ValueTableModel::tablePath(bson::DocumentView(m_model->document()), selected);
    if (!path && form() == Form::Table) {
        // A tab bar would choose the neighbour of a tab that is disabled.
        const QScopedValueRollback guard(m_isShowing, true);
        m_tabs->setCurrentIndex(int(Form::Tree));
    }
    m_tabs->setTabEnabled(int(Form::Table), path.has_value());
    const QString reason = tr("A table shows a list of objects. There is none in this value.");
    m_tabs->setTabToolTip(int(Form::Table),
                          plainToolTip(path ? tr("%1 as table (Ctrl+2)").arg(QString::fromUtf8(path->toText())) : reason));
}

void ValueView::showNotice(const FieldNotice &notice)
{
    QList<MessageBar::Button> buttons;
    if (!notice.offer.isEmpty()) {
        auto *model = notice.index.isValid() ? const_cast<QAbstractItemModel *>(notice.index.model()) : nullptr;
        buttons.append({notice.offer, [model = QPointer(model), notice] {
                            if (model && notice.index.isValid())
                                model->setData(notice.index, QVariant::fromValue(notice.instead), Qt::EditRole);
                        }});
    }
    if (!notice.dismiss.isEmpty())
        buttons.append({notice.dismiss, [] {}});
    m_message->showMessage(Tone::Info, notice.text, buttons);
}

} // namespace persistence
