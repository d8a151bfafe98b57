#include "ui/records/filtermenu.h"

#include "model/items/recordtablemodel.h"
#include "model/items/valuetext.h"
#include "ui/records/recordcolumns.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/textquestion.h"

#include <QInputDialog>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace persistence {

FilterMenu::FilterMenu(const RecordTableModel &model, RecordColumns &columns, std::function<Filter()> filterNow, QWidget *parent)
    : QObject(parent)
    , m_model(model)
    , m_columns(columns)
    , m_filterNow(std::move(filterNow))
{
}

void FilterMenu::addCell(QMenu &menu, const QModelIndex &index)
{
    if (const FieldColumn *field = m_model.fieldAt(index.column())) {
        if (!index.data(RecordTableModel::IsMissingRole).toBool())
            addField(menu, field->path, index.data(ValueTreeModel::FieldRole).value<FieldValue>());
    } else if (const auto term = m_model.termFor(index)) {
        addTerm(menu, *term);
        menu.addSeparator();
    }
}

void FilterMenu::addTerm(QMenu &menu, const FilterTerm &term)
{
    const Filter now = m_filterNow();
    menu.addAction(icon(IconId::Filter), tr("Only this value"), this, [this, term] { emit filterWanted(m_filterNow().only(term)); });
    menu.addAction(tr("Without this value"), this, [this, term] { emit filterWanted(m_filterNow().without(term)); });
    if (now.has(term))
        menu.addAction(tr("Remove from filter"), this, [this, term] { emit filterWanted(m_filterNow().removed(term)); });
    else if (!now.isEmpty())
        menu.addAction(tr("Add to filter"), this, [this, term] { emit filterWanted(m_filterNow().with(term)); });
}

void FilterMenu::addField(QMenu &menu, const FieldPath &path, const FieldValue &value)
{
    const bson::Element element(value.type, {}, value.bytes);
    addTerm(menu, fieldTerm(path, element));
    if (!element.isContainer()) {
        menu.addAction(tr("Containing this text"), this,
                       [this, term = containingTerm(path, clipboardText(element))] { emit filterWanted(m_filterNow().only(term)); });
    }
    if (betweenTerm(path, element, element))
        menu.addAction(tr("Between this and…"), this, [this, path, value] { askForOtherEnd(path, value); });
    menu.addAction(tr("Records with this field"), this, [this, term = hasTerm(path)] { emit filterWanted(m_filterNow().with(term)); });
    m_columns.addColouring(menu, path);
    menu.addSeparator();
}

void FilterMenu::askForOtherEnd(const FieldPath &path, const FieldValue &value)
{
    const bson::Element element(value.type, {}, value.bytes);
    const FilterValue here = FilterValue::of(element).value_or(FilterValue());
    const QInputDialog *dialog = openQuestion(static_cast<QWidget *>(parent())->window(),
                                              {u"otherEnd"_s, tr("Filter between two values"), tr("The other end; both ends are included"),
                                               visibleText(here.text(), 200), tr("Filter")});
    connect(dialog, &QInputDialog::textValueSelected, this, [this, path, value, here](const QString &text) {
        const FilterValue there = here.isQuoted() ? FilterValue::quoted(text.toUtf8()) : FilterValue::word(text.trimmed().toUtf8());
        const bool isUpper = there.compare(bson::Element(value.type, {}, value.bytes)) != std::partial_ordering::greater;
        FilterTerm term;
        term.subject = FilterSubject::Field;
        term.operation = FilterOperator::Between;
        term.path = path;
        term.value = isUpper ? here : there;
        term.upper = isUpper ? there : here;
        // Only the language knows what is a range.
        FilterError error;
        if (const auto filter = Filter::parse(term.toText(), &error); filter && filter->kind() == Filter::Kind::Term)
            emit filterWanted(m_filterNow().only(filter->term()));
        else
            emit endRefused(error.reason);
    });
}

} // namespace persistence
