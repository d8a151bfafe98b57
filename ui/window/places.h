#pragma once

#include "model/base/progress.h"
#include "model/items/iconid.h"
#include "model/workspace/reader.h"
#include "ui/window/navigationhistory.h"

#include <QList>
#include <QString>

namespace persistence {

class Workspace;

/// One step of the way to a group, for the path bar.
struct Crumb
{
    Group group;
    IconId icon = IconId::None;
    QString name;  ///< readable
    QString rawId; ///< what typing it needs, if that is something else
};

/// The way from the app to \a group; empty for all records.
[[nodiscard]] Result<QList<Crumb>> crumbsOf(Reader &reader, const Group &group);

/// Where `App > association model > id` leads, written with ids or names; or a record id alone. Nothing if there is no such place.
[[nodiscard]] Result<std::optional<Place>> findPlace(Reader &reader, const QString &text, Progress &progress);

/// The text that findPlace() finds again.
QString pathText(const QList<Crumb> &crumbs);

/// What a place is called: the names of the way to it, the app first. Empty for all records, and where it cannot be read.
QString placeName(const Workspace &workspace, const Group &group);

} // namespace persistence
