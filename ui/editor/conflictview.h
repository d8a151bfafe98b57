#pragma once

#include "model/base/result.h"

#include <QDialog>

#include <functional>

class QCheckBox;
class QPushButton;
class QTableView;

namespace persistence {

class ConflictModel;
class ConflictRows;
class MessageBar;
class PlainLabel;
struct Comparison;

/// The record changed behind a draft: shows, field by field, what it was, what is mine and what it is now, and lets people choose. Nothing
/// is written; the result becomes the draft.
class ConflictView final : public QDialog
{
    Q_OBJECT

public:
    ConflictView(const QByteArray &before, const QByteArray &mine, const QByteArray &now, QWidget *parent = nullptr);
    ~ConflictView() override;

signals:
    /// The fields are all decided: \a document is what the draft becomes.
    void decided(const QByteArray &document);

private:
    void createTable();
    [[nodiscard]] QLayout *createButtons(const Comparison &comparison);
    void connectSignals();
    [[nodiscard]] QList<int> selectedFields() const;
    void edit();
    void update();
    void finish();

    ConflictModel *m_model;
    ConflictRows *m_rows;
    PlainLabel *m_summary;
    MessageBar *m_message;
    QTableView *m_view;
    QCheckBox *m_onlyConflicts;
    QPushButton *m_mine;
    QPushButton *m_now;
    QPushButton *m_edit;
    QPushButton *m_use;
};

} // namespace persistence
