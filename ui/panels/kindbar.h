#pragma once

#include "model/edit/comparison.h"

#include <QWidget>

class QHBoxLayout;
class QToolButton;

namespace persistence {

class PlainLabel;

/// How many records differ in which way; each kind is a button that hides its records and brings them back.
class KindBar final : public QWidget
{
    Q_OBJECT

public:
    explicit KindBar(QWidget *parent = nullptr);

    /// \a isComplete: equal and damaged records were counted as well.
    void setTotal(const ComparisonTotal &total, bool isComplete);
    /// Adds a widget at the end of the bar.
    void addWidget(QWidget *widget);

signals:
    void kindToggled(persistence::DifferenceKind kind, bool isShown);

private:
    std::array<QToolButton *, size_t(DifferenceKind::Same)> m_kinds = {};
    PlainLabel *m_same;
    QHBoxLayout *m_layout;
};

} // namespace persistence
