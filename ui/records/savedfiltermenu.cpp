#include "ui/records/savedfiltermenu.h"

#include "model/items/valuetext.h"
#include "model/workspace/savedfilters.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plaintext.h"
#include "ui/widgets/textquestion.h"

#include <QInputDialog>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr qsizetype kMaxNameBytes = 80;

QString entryText(const QByteArray &text)
{
    return plainButtonText(visibleText(text, kMaxNameBytes));
}

} // namespace

SavedFilterMenu::SavedFilterMenu(QWidget *parent) : QMenu(parent)
{
    setObjectName(u"savedFilters"_s);
    setToolTipsVisible(true);
    connect(this, &QMenu::aboutToShow, this, &SavedFilterMenu::fill);
}

void SavedFilterMenu::setFilter(const Filter &filter)
{
    m_filter = filter;
    if (filter.isEmpty())
        return;
    const QString text = QString::fromUtf8(filter.toText());
    // A pause within a word is no filter that anybody wants again.
    const QString last = m_recent.value(0);
    if (!last.isEmpty() && text.size() > last.size() && text.startsWith(last) && !text[last.size()].isSpace())
        m_recent.removeFirst();
    m_recent.removeAll(text);
    m_recent.prepend(text);
    m_recent = m_recent.first(qMin(m_recent.size(), kMaxRecent));
}

void SavedFilterMenu::fill()
{
    clear();
    if (!m_workspace)
        return;
    const QByteArray filter = m_filter.toText();
    QAction *save = addAction(persistence::icon(IconId::Filter), tr("Save this filter…"), this,
                              [this, filter] { askName(tr("Save filter"), QString::fromUtf8(filter), filter); });
    save->setEnabled(!m_filter.isEmpty());
    QAction *favourite = addAction(persistence::icon(IconId::AllRecords), tr("Add this group to the favourites…"), this,
                                   [this] { askName(tr("Add favourite"), m_place ? m_place().section(u" > "_s, -1) : QString(), {}); });
    favourite->setEnabled(m_place && !m_place().isEmpty());
    const auto saved = SavedFilters(*m_workspace).list();
    if (!saved)
        emit failed(saved.error());
    else if (!saved->isEmpty())
        addSaved(*saved);
    addRecent();
}

void SavedFilterMenu::addSaved(const QList<SavedFilter> &saved)
{
    addSeparator();
    for (const SavedFilter &entry : saved) {
        const bool isFavourite = entry.filter.isEmpty();
        QAction *action =
            addAction(persistence::icon(isFavourite ? IconId::AllRecords : IconId::Filter), entryText(entry.name), this, [this, entry] {
                emit placeChosen(QString::fromUtf8(entry.place));
                emit filterChosen(QString::fromUtf8(entry.filter));
            });
        const QString place = entry.place.isEmpty() ? tr("All records") : visibleText(entry.place, 400);
        setPlainToolTip(action, isFavourite ? place : visibleText(entry.filter, 400) + u'\n' + place);
    }
    QMenu *removal = addMenu(persistence::icon(IconId::Close), tr("Remove"));
    for (const SavedFilter &entry : saved)
        removal->addAction(entryText(entry.name), this, [this, row = entry.row] { remove(row); });
}

void SavedFilterMenu::addRecent()
{
    if (m_recent.isEmpty())
        return;
    addSection(tr("Used lately"));
    for (const QString &text : m_recent)
        addAction(persistence::icon(IconId::Clock), entryText(text.toUtf8()), this, [this, text] { emit filterChosen(text); });
}

void SavedFilterMenu::askName(const QString &title, const QString &suggestion, const QByteArray &filter)
{
    const QInputDialog *dialog = openQuestion(parentWidget(), {u"filterName"_s, title, tr("Name"), suggestion, title});
    connect(dialog, &QInputDialog::textValueSelected, this, [this, filter](const QString &name) { keep(name.trimmed(), filter); });
}

void SavedFilterMenu::keep(const QString &name, const QByteArray &filter)
{
    if (name.isEmpty() || !m_workspace)
        return;
    const QByteArray place = m_place ? m_place().toUtf8() : QByteArray();
    if (auto kept = SavedFilters(*m_workspace).keep({0, name.toUtf8(), filter, place}); !kept)
        emit failed(kept.error());
}

void SavedFilterMenu::remove(qint64 row)
{
    if (auto removed = SavedFilters(*m_workspace).remove(row); !removed)
        emit failed(removed.error());
}

} // namespace persistence
