#pragma once

#include "model/base/latestjob.h"
#include "model/edit/editing.h"

#include <QDialog>

class QCheckBox;
class QDateTimeEdit;
class QDoubleSpinBox;
class QPushButton;

namespace persistence {

class MessageBar;
class PlainLabel;

/// What the history takes, the size from which people are told, and removing the oldest changes: only by a button that names how many.
class HistorySizeDialog final : public QDialog
{
    Q_OBJECT

public:
    /// \a editing outlives the dialog, or closes it.
    explicit HistorySizeDialog(Editing &editing, QWidget *parent = nullptr);
    ~HistorySizeDialog() override;

signals:
    /// The limit is another one.
    void limitChanged();

private:
    QWidget *createLimit();
    QWidget *createCompaction();
    void look();
    void showUsage(const HistoryUsage &usage);
    void showCut(const HistoryCut &cut);
    void setLimit();
    void compact();
    void showError(const Error &error);

    Editing &m_editing;
    MessageBar *m_messages;
    PlainLabel *m_used;
    QCheckBox *m_hasLimit;
    QDoubleSpinBox *m_limit;
    QPushButton *m_setLimit;
    QDateTimeEdit *m_before;
    PlainLabel *m_loss;
    QPushButton *m_remove;
    HistoryCut m_cut;
    bool m_isLimitShown = false;
    LatestJob m_job;
};

} // namespace persistence
