#pragma once

#include "model/insight/keyinsight.h"

#include <QWidget>

class QVBoxLayout;

namespace persistence {

/// What there is to say about a key, one line each, the most important first; a few at once, the others on demand. Each line that is about
/// other records has a button that goes to them.
class KeyHintList final : public QWidget
{
    Q_OBJECT

public:
    explicit KeyHintList(QWidget *parent = nullptr);

    void setHints(const QList<KeyHint> &hints);
    [[nodiscard]] const QList<KeyHint> &hints() const { return m_hints; }

signals:
    /// The other records of a hint are wanted: their group, and the first of them.
    void placeRequested(const Group &group, RecordRow record);

private:
    void rebuild();
    void addLine(const KeyHint &hint);
    void addMoreButton(int count);

    QList<KeyHint> m_hints;
    QVBoxLayout *m_lines;
    bool m_showsAll = false;
};

} // namespace persistence
