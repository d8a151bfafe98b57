#include "model/sinks/tablerows.h"

#include <QCoreApplication>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Export)
};

bool isAppId(const bson::Path &path)
{
    return path.steps().size() == 1 && path.steps()[0].name == "appId";
}

/// `associations[0].id`: the position of the association; -1 for every other path.
qint64 associationOf(const bson::Path &path)
{
    const auto &steps = path.steps();
    const bool isId = steps.size() == 3 && steps[0].name == "associations" && steps[1].isIndex() && steps[2].name == "id";
    return isId ? steps[1].index : -1;
}

} // namespace

TableRows::TableRows(std::shared_ptr<const FieldTree> fields, NameOf nameOf) : m_fields(std::move(fields)), m_nameOf(std::move(nameOf))
{
    for (qsizetype field = 0; field < qsizetype(m_fields->columns().size()); ++field)
        addColumn(field);
}

void TableRows::addColumn(qsizetype field)
{
    const bson::Path &path = m_fields->columns()[size_t(field)];
    const QByteArray title = path.isEmpty() ? QByteArray("document") : path.toText();
    m_columns.push_back({validUtf8(title), field, false});
    if (!m_nameOf)
        return;
    if (isAppId(path))
        m_columns.push_back({"app", field, true});
    else if (associationOf(path) >= 0)
        m_columns.push_back({title.chopped(2) + "name", field, true});
}

void TableRows::read(bson::DocumentView document)
{
    m_document = document;
    if (!m_fields->read(document, m_cells))
        ++m_recordsWithRepeats;
}

const bson::Element *TableRows::value(const Column &column) const
{
    const auto &cell = m_cells[size_t(column.field)];
    return cell && !column.isName ? &*cell : nullptr;
}

CellKind TableRows::appendCell(const Column &column, const CellFormat &format, QByteArray &out) const
{
    const auto &cell = m_cells[size_t(column.field)];
    if (!cell)
        return CellKind::Empty;
    if (!column.isName)
        return persistence::appendCell(*cell, format, out);
    const QByteArray name = nameFor(column.field);
    out += validUtf8(name);
    return name.isEmpty() ? CellKind::Empty : CellKind::Text;
}

QByteArray TableRows::nameFor(qsizetype field) const
{
    const auto &id = m_cells[size_t(field)];
    if (!id || id->type() != bson::Type::String)
        return {};
    const bson::Path &path = m_fields->columns()[size_t(field)];
    if (isAppId(path))
        return m_nameOf("app", id->toText());
    std::vector<bson::PathStep> steps = path.steps();
    steps.back().name = "model";
    const auto model = bson::Path(std::move(steps)).resolve(m_document);
    return model && model->type() == bson::Type::String ? m_nameOf(model->toText(), id->toText()) : QByteArray();
}

QStringList TableRows::notes() const
{
    QStringList notes;
    if (m_recordsWithRepeats > 0)
        notes += Texts::tr("Records in which a field name repeats: %1. Only the first value of each name is in the table.")
                     .arg(m_recordsWithRepeats);
    if (m_fields->collapsed() > 0)
        notes += Texts::tr("Fields whose documents have too many different field names for columns: %1. Each is one column of JSON.")
                     .arg(m_fields->collapsed());
    return notes;
}

} // namespace persistence
