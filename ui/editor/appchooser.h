#pragma once

#include "model/edit/bulk.h"

#include <QList>

#include <functional>

class QDialog;
class QWidget;

namespace persistence {

/// Records that are to get another app.
struct AppMove
{
    QList<AppSummary> apps;            ///< to choose from, with their names
    QByteArray from;                   ///< the app id that they have now; empty if they may have several
    QList<RecordSelection> selections; ///< which records; of several one is chosen
};

/// "Poll (c33fa1a6-…)" for people; the id alone where no name is known.
[[nodiscard]] QString appText(const QList<AppSummary> &apps, const QByteArray &appId);

/// Asks which app the records are to belong to, by name or by any app id, and says what that means. Does not block; \a done hears the app
/// id, and which records were chosen, once somebody agreed. The dialog, for whoever closes it when what is open goes.
QDialog *openAppChooser(QWidget *parent, const AppMove &move,
                        const std::function<void(const QByteArray &appId, const RecordSelection &selection)> &done);

} // namespace persistence
