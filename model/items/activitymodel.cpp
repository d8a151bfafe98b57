#include "model/items/activitymodel.h"

#include "model/items/roles.h"
#include "model/items/valuetext.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace persistence {

namespace {

QString durationText(qint64 milliseconds)
{
    const QLocale locale;
    if (milliseconds < 1000)
        return ActivityModel::tr("%1 ms").arg(locale.toString(milliseconds));
    return ActivityModel::tr("%1 s").arg(locale.toString(double(milliseconds) / 1000, 'f', milliseconds < 10'000 ? 1 : 0));
}

IconId outcomeIcon(ActivityModel::Outcome outcome)
{
    switch (outcome) {
    case ActivityModel::Outcome::Running:
        return IconId::Clock;
    case ActivityModel::Outcome::Done:
        return IconId::Check;
    case ActivityModel::Outcome::Stopped:
        return IconId::Stop;
    case ActivityModel::Outcome::Failed:
        return IconId::Error;
    }
    return IconId::None;
}

} // namespace

ActivityModel::ActivityModel(QObject *parent) : QAbstractTableModel(parent)
{
}

int ActivityModel::begin(const QString &operation, Kind kind, qint64 startedAt)
{
    if (m_activities.size() == kMaxKept)
        dropOldest();
    const bool isShown = !m_onlyWrites || kind == Kind::Writes;
    if (isShown)
        beginInsertRows({}, 0, 0);
    const qint64 start = startedAt > 0 ? startedAt : QDateTime::currentMSecsSinceEpoch();
    m_activities.append({++m_last, operation, kind, start, -1, Outcome::Running, {}});
    if (isShown) {
        m_shown.insert(m_shown.begin(), m_activities.size() - 1);
        endInsertRows();
    }
    return m_last;
}

void ActivityModel::end(int number, Outcome outcome, const QString &text)
{
    // Numbers are given in order and old ones go from the front.
    const qsizetype place = m_activities.isEmpty() ? -1 : number - m_activities.first().number;
    if (place < 0 || place >= m_activities.size())
        return;
    Activity &ended = m_activities[place];
    ended.outcome = outcome;
    ended.text = text;
    if (ended.duration < 0)
        ended.duration = QDateTime::currentMSecsSinceEpoch() - ended.startedAt;
    const auto row = std::find(m_shown.begin(), m_shown.end(), place);
    if (row != m_shown.end())
        emit dataChanged(index(int(row - m_shown.begin()), 0), index(int(row - m_shown.begin()), ColumnCount - 1));
}

void ActivityModel::dropOldest()
{
    const bool isShown = !m_shown.empty() && m_shown.back() == 0;
    if (isShown) {
        beginRemoveRows({}, int(m_shown.size()) - 1, int(m_shown.size()) - 1);
        m_shown.pop_back();
    }
    m_activities.removeFirst();
    for (qsizetype &place : m_shown)
        --place;
    if (isShown)
        endRemoveRows();
}

void ActivityModel::setOnlyWrites(bool onlyWrites)
{
    if (onlyWrites == m_onlyWrites)
        return;
    m_onlyWrites = onlyWrites;
    beginResetModel();
    m_shown.clear();
    for (qsizetype i = m_activities.size() - 1; i >= 0; --i) {
        if (!onlyWrites || m_activities[i].kind == Kind::Writes)
            m_shown.push_back(i);
    }
    endResetModel();
}

void ActivityModel::setTimeZone(TimeZone zone)
{
    m_timeZone = zone;
    tellAll({Qt::DisplayRole});
}

void ActivityModel::setValuesHidden(bool areHidden)
{
    m_areValuesHidden = areHidden;
    tellAll({});
}

void ActivityModel::tellAll(const QList<int> &roles)
{
    if (!m_shown.empty())
        emit dataChanged(index(0, 0), index(int(m_shown.size()) - 1, ColumnCount - 1), roles);
}

int ActivityModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_shown.size());
}

int ActivityModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ActivityModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Activity &shown = activity(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case ToolTipTextRole:
        return text(shown, index.column());
    case CopyTextRole:
        return text(shown, index.column()).toUtf8();
    case IconIdRole:
        return index.column() == OutcomeColumn ? QVariant(int(outcomeIcon(shown.outcome))) : QVariant();
    case Qt::TextAlignmentRole:
        return index.column() == DurationColumn ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    default:
        return {};
    }
}

QString ActivityModel::text(const Activity &activity, int column) const
{
    switch (column) {
    case StartedColumn:
        return dateText(activity.startedAt, m_timeZone);
    case OperationColumn:
        return visibleText((m_areValuesHidden ? titleWithoutTexts(activity.operation) : activity.operation).toUtf8());
    case OutcomeColumn:
        switch (activity.outcome) {
        case Outcome::Running:
            return tr("running");
        case Outcome::Done:
            return activity.text.isEmpty() ? tr("done") : visibleText(activity.text.toUtf8());
        case Outcome::Stopped:
            return tr("stopped");
        case Outcome::Failed:
            return m_areValuesHidden ? tr("failed") : visibleText(activity.text.toUtf8());
        }
        return {};
    case DurationColumn:
        return activity.duration < 0 ? QString() : durationText(activity.duration);
    default:
        return {};
    }
}

QVariant ActivityModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case StartedColumn:
        return tr("Started");
    case OperationColumn:
        return tr("Operation");
    case OutcomeColumn:
        return tr("Outcome");
    case DurationColumn:
        return tr("Duration");
    default:
        return {};
    }
}

} // namespace persistence
