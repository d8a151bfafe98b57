#pragma once

#include <QByteArray>

#include <functional>

class QWidget;

namespace persistence {

/// Shows by lines how a broken text would be repaired, and runs \a replace if that is wanted. Does not block.
void openRepair(QWidget *parent, const QByteArray &broken, const QByteArray &repaired, const std::function<void()> &replace);

/// The difference of two texts as lines that begin with `-`, `+` or a space; at most \a maxLines of them.
[[nodiscard]] QByteArray diffText(const QByteArray &before, const QByteArray &after, qsizetype maxLines);

} // namespace persistence
