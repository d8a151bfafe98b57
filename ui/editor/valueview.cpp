#include "ui/editor/valueview.h"

#include "model/edit/editbuffer.h"
#include "model/items/valuetreemodel.h"
#include "ui/editor/textpage.h"
#include "ui/editor/textview.h"
#include "ui/editor/valuetreeview.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plaintext.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QScopedValueRollback>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace persistence {

ValueView::ValueView(QWidget *parent)
    : QWidget(parent)
    , m_model(new ValueTreeModel(this))
    , m_tree(new ValueTreeView(m_model, this))
    , m_text(new TextPage(this))
    , m_tabs(new QTabBar(this))
    , m_whole(new QCheckBox(tr("Whole document"), this))
    , m_canonical(new QCheckBox(tr("Canonical"), this))
    , m_pages(new QStackedWidget(this))
{
    m_pages->addWidget(m_tree);
    m_pages->addWidget(m_text);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(createBar());
    layout->addWidget(m_pages, 1);
    connectSignals();
}

void ValueView::setRecord(std::shared_ptr<const LoadedRecord> record)
{
    m_record = std::move(record);
    showRecord();
}

void ValueView::setBuffer(EditBuffer *buffer, bool isLocked)
{
    if (m_buffer)
        m_buffer->disconnect(this);
    m_buffer = buffer;
    if (buffer)
        connect(buffer, &EditBuffer::bodyChanged, this, &ValueView::showEdited);
    m_tree->setBuffer(buffer, isLocked);
    m_text->setBuffer(buffer, isLocked);
}

void ValueView::flush()
{
    m_tree->commitOpenEditor();
    m_text->flush();
}

void ValueView::setForm(Form form)
{
    m_tabs->setCurrentIndex(int(form));
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
}

void ValueView::openFind()
{
    // Finding is a thing of the text; in the tree it would have to open every row.
    setForm(Form::Text);
    m_text->view()->openFind();
}

void ValueView::findNext()
{
    setForm(Form::Text);
    m_text->view()->findNext();
}

void ValueView::findPrevious()
{
    setForm(Form::Text);
    m_text->view()->findPrevious();
}

QWidget *ValueView::createBar()
{
    m_tabs->setObjectName(u"valueForm"_s);
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->addTab(icon(IconId::Tree), tr("Tree"));
    m_tabs->addTab(icon(IconId::Text), tr("Text"));
    m_tabs->setTabToolTip(int(Form::Tree), plainToolTip(tr("Value as tree (Ctrl+1)")));
    m_tabs->setTabToolTip(int(Form::Text), plainToolTip(tr("Value as text (Ctrl+3)")));
    setPlainToolTip(m_whole, tr("Show the whole document with record id, key and dates, not only the value"));
    setPlainToolTip(m_canonical, tr("Write every number and date with its type (canonical Extended JSON)"));
    m_canonical->hide();
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

void ValueView::connectSignals()
{
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int index) {
        flush();
        m_pages->setCurrentIndex(index);
        m_canonical->setVisible(form() == Form::Text);
        emit formChanged(form());
    });
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        // A record that lacks the field must not make the view forget it.
        if (!m_isShowing)
            m_path = m_tree->currentPath();
    });
    connect(m_whole, &QCheckBox::toggled, this, [this](bool whole) {
        showRecord();
        emit wholeDocumentChanged(whole);
    });
    connect(m_canonical, &QCheckBox::toggled, m_text, &TextPage::setCanonical);
    connect(m_text, &TextPage::treeRequested, this, [this] { setForm(Form::Tree); });
    connect(m_text, &TextPage::built, this, &ValueView::textBuilt);
}

void ValueView::showRecord()
{
    const QScopedValueRollback guard(m_isShowing, true);
    m_text->setRecord(m_record, isWholeDocument());
    if (!m_record) {
        m_model->clear();
        return;
    }
    const QByteArray &body = m_record->record.body;
    const auto value = recordValue(bson::DocumentView(body), m_record->record.collection);
    if (isWholeDocument())
        m_model->showDocument(body);
    else if (value)
        m_model->showElement(body, *value);
    else
        m_model->clear();
    m_tree->reveal(m_path, body.size());
}

void ValueView::showEdited()
{
    auto edited = std::make_shared<LoadedRecord>(*m_record);
    edited->record.body = m_buffer->body();
    m_record = std::move(edited);
    showRecord();
}

} // namespace persistence
