#include "model/items/differencemodel.h"

#include "model/bson/preview.h"
#include "model/items/itemtext.h"
#include "model/items/roles.h"
#include "model/items/valuetext.h"

#include <QStringList>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr int kMaxPreview = 400;
constexpr qsizetype kMaxPathBytes = 1'000;

/// What a kind is called, alone and in a count.
struct KindText
{
    IconId icon;
    const char *sign;
    const char *word;
    const char *counted;
};

const KindText &textOf(DifferenceKind kind)
{
    // In the order of DifferenceKind.
    static constexpr std::array kTexts = {
        KindText{IconId::FieldAdded, "+", QT_TRANSLATE_NOOP("persistence::DifferenceModel", "added"),
                 QT_TRANSLATE_NOOP("persistence::DifferenceModel", "%1 added")},
        KindText{IconId::FieldRemoved, "-", QT_TRANSLATE_NOOP("persistence::DifferenceModel", "removed"),
                 QT_TRANSLATE_NOOP("persistence::DifferenceModel", "%1 removed")},
        KindText{IconId::FieldChanged, "~", QT_TRANSLATE_NOOP("persistence::DifferenceModel", "changed"),
                 QT_TRANSLATE_NOOP("persistence::DifferenceModel", "%1 changed")},
        KindText{IconId::FieldRetyped, "t", QT_TRANSLATE_NOOP("persistence::DifferenceModel", "type only"),
                 QT_TRANSLATE_NOOP("persistence::DifferenceModel", "%1 type only")},
        KindText{IconId::FieldMoved, ">", QT_TRANSLATE_NOOP("persistence::DifferenceModel", "order only"),
                 QT_TRANSLATE_NOOP("persistence::DifferenceModel", "%1 order only")},
        KindText{IconId::None, "=", QT_TRANSLATE_NOOP("persistence::DifferenceModel", "same"),
                 QT_TRANSLATE_NOOP("persistence::DifferenceModel", "%1 same")},
    };
    return kTexts[size_t(kind)];
}

} // namespace

IconId differenceIcon(DifferenceKind kind)
{
    return textOf(kind).icon;
}

QString differenceWord(DifferenceKind kind)
{
    return DifferenceModel::tr(textOf(kind).word);
}

QString differenceText(const Difference &difference, const std::optional<bson::Element> &side, bool localTime)
{
    if (!side)
        return {};
    const QString text = side->isContainer() ? bson::preview(*side, kMaxPreview) : cellText(*side, 0, localTime);
    // Two values of different types may look alike.
    const bool hasOtherType = difference.before && difference.after && difference.before->type() != difference.after->type();
    return hasOtherType ? DifferenceModel::tr("%1 (%2)").arg(text, bson::typeName(side->type())) : text;
}

struct DifferenceModel::Compared
{
    Comparison documents;
    std::vector<Difference> fields;

    static std::shared_ptr<const Compared> of(Comparison comparison)
    {
        // A record that is not there has no fields.
        static const QByteArray kNone("\5\0\0\0\0", bson::kMinDocumentSize);
        auto compared = std::make_shared<Compared>();
        compared->documents = std::move(comparison);
        const QByteArray &before = compared->documents.before ? *compared->documents.before : kNone;
        const QByteArray &after = compared->documents.after ? *compared->documents.after : kNone;
        compared->fields = differences(bson::DocumentView(before), bson::DocumentView(after), EqualFields::Keep);
        return compared;
    }
};

DifferenceModel::DifferenceModel(QObject *parent) : QAbstractTableModel(parent)
{
}

DifferenceModel::~DifferenceModel() = default;

void DifferenceModel::compare(Comparison comparison)
{
    auto work = [comparison = std::move(comparison)](Progress &) -> Result<std::shared_ptr<const Compared>> {
        return Compared::of(comparison);
    };
    m_job.start(std::move(work), [this](Result<std::shared_ptr<const Compared>> result) {
        take(std::move(result).value());
        emit compared();
    });
}

void DifferenceModel::clear()
{
    m_job.drop();
    take(nullptr);
}

std::shared_ptr<const Comparison> DifferenceModel::comparison() const
{
    return m_compared ? std::shared_ptr<const Comparison>(m_compared, &m_compared->documents) : nullptr;
}

void DifferenceModel::take(std::shared_ptr<const Compared> compared)
{
    beginResetModel();
    m_compared = std::move(compared);
    chooseRows();
    endResetModel();
    emit headerDataChanged(Qt::Horizontal, BeforeColumn, AfterColumn);
}

void DifferenceModel::chooseRows()
{
    m_rows.clear();
    for (quint32 i = 0; m_compared && i < m_compared->fields.size(); ++i) {
        if (isChosen(m_compared->fields[i]))
            m_rows.push_back(i);
    }
}

bool DifferenceModel::isChosen(const Difference &difference) const
{
    if (m_onlyDifferences && difference.kind == DifferenceKind::Same)
        return false;
    if (m_filter.isEmpty())
        return true;
    for (const int column : {PathColumn, BeforeColumn, AfterColumn}) {
        if (text(difference, column).contains(m_filter, Qt::CaseInsensitive))
            return true;
    }
    return false;
}

void DifferenceModel::setOnlyDifferences(bool only)
{
    if (only == m_onlyDifferences)
        return;
    beginResetModel();
    m_onlyDifferences = only;
    chooseRows();
    endResetModel();
}

void DifferenceModel::setFilter(const QString &text)
{
    if (text == m_filter)
        return;
    beginResetModel();
    m_filter = text;
    chooseRows();
    endResetModel();
}

void DifferenceModel::setLocalTime(bool localTime)
{
    m_localTime = localTime;
    if (!m_rows.empty())
        emit dataChanged(index(0, BeforeColumn), index(rowCount() - 1, AfterColumn), {Qt::DisplayRole});
}

void DifferenceModel::setValuesHidden(bool areHidden)
{
    m_areValuesHidden = areHidden;
    if (rowCount() > 0)
        emit dataChanged(index(0, BeforeColumn), index(rowCount() - 1, AfterColumn));
}

qint64 DifferenceModel::differenceCount() const
{
    if (!m_compared)
        return 0;
    return std::count_if(m_compared->fields.begin(), m_compared->fields.end(),
                         [](const Difference &difference) { return difference.kind != DifferenceKind::Same; });
}

QString DifferenceModel::summary() const
{
    if (!m_compared)
        return {};
    std::array<qint64, 6> counts = {};
    for (const Difference &difference : m_compared->fields)
        ++counts[size_t(difference.kind)];
    QStringList parts;
    for (const DifferenceKind kind :
         {DifferenceKind::Changed, DifferenceKind::Retyped, DifferenceKind::Moved, DifferenceKind::Added, DifferenceKind::Removed}) {
        if (const qint64 count = counts[size_t(kind)])
            parts.append(tr(textOf(kind).counted).arg(numberText(count)));
    }
    return parts.isEmpty() ? tr("No difference") : parts.join(u", "_s);
}

const Difference *DifferenceModel::differenceAt(int row) const
{
    return row >= 0 && row < rowCount() ? &m_compared->fields[m_rows[size_t(row)]] : nullptr;
}

QString DifferenceModel::copyText(const QList<int> &rows) const
{
    QStringList lines;
    for (const int row : rows) {
        const Difference *difference = differenceAt(row);
        if (!difference)
            continue;
        QStringList sides;
        for (const auto &[side, column] : {std::pair(&difference->before, BeforeColumn), std::pair(&difference->after, AfterColumn)}) {
            if (*side)
                sides.append(text(*difference, column));
        }
        if (difference->kind == DifferenceKind::Moved || difference->kind == DifferenceKind::Same)
            sides = {text(*difference, AfterColumn)};
        lines.append(
            u"%1 %2: %3"_s.arg(QLatin1StringView(textOf(difference->kind).sign), text(*difference, PathColumn), sides.join(u" → "_s)));
    }
    return lines.join(u'\n');
}

int DifferenceModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int DifferenceModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant DifferenceModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Difference &difference = *differenceAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case ToolTipTextRole:
        return text(difference, index.column());
    case IconIdRole:
        return index.column() == KindColumn ? QVariant(int(differenceIcon(difference.kind))) : QVariant();
    case CopyTextRole:
        return text(difference, index.column()).toUtf8();
    case SearchTextRole:
        return text(difference, PathColumn);
    default:
        return {};
    }
}

QVariant DifferenceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    if (orientation == Qt::Vertical)
        return section + 1;
    switch (section) {
    case KindColumn:
        return tr("Difference");
    case PathColumn:
        return tr("Path");
    case BeforeColumn:
        return m_compared && !m_compared->documents.beforeTitle.isEmpty() ? m_compared->documents.beforeTitle : tr("Before");
    case AfterColumn:
        return m_compared && !m_compared->documents.afterTitle.isEmpty() ? m_compared->documents.afterTitle : tr("After");
    default:
        return {};
    }
}

QString DifferenceModel::text(const Difference &difference, int column) const
{
    if (m_areValuesHidden && (column == BeforeColumn ? difference.before : difference.after) && column >= BeforeColumn)
        return hiddenText();
    switch (column) {
    case KindColumn:
        return differenceWord(difference.kind);
    case PathColumn:
        return visibleText(difference.path.toText(), kMaxPathBytes);
    case BeforeColumn:
        return differenceText(difference, difference.before, m_localTime);
    case AfterColumn:
        return differenceText(difference, difference.after, m_localTime);
    default:
        return {};
    }
}

} // namespace persistence
