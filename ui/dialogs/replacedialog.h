#pragma once

#include "model/edit/bulk.h"
#include "model/edit/editing.h"
#include "model/edit/textreplacement.h"

#include <QDialog>
#include <QTimer>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPushButton;

namespace persistence {

class BulkPreview;
class PlainLabel;
class SelectionBox;

/// Finds and replaces in the texts of many records: on the left what, on the right before and after of the first records with the hits
/// marked. The button names how many records change; it works when every record was looked at. Nothing is written here: see requested().
class ReplaceDialog final : public QDialog
{
    Q_OBJECT

public:
    /// \a fields: paths that are offered to replace in.
    ReplaceDialog(std::shared_ptr<Workspace> workspace, const QList<RecordSelection> &selections, const QStringList &fields,
                  QWidget *parent = nullptr);
    ~ReplaceDialog() override;

signals:
    /// The change was accepted; \a work makes it.
    void requested(const QString &title, const persistence::Editing::Work &work);

private:
    QWidget *createForm();
    void fillFields(const QStringList &fields);
    void connectSignals();
    void wait();
    void look();
    void accept() override;
    [[nodiscard]] Result<TextReplacer> replacer() const;

    SelectionBox *m_selections;
    QPushButton *m_replace;
    BulkPreview *m_preview;
    QTimer m_pause;
    QLineEdit *m_find;
    QLineEdit *m_with;
    QCheckBox *m_matchCase;
    QCheckBox *m_wholeWord;
    QCheckBox *m_regex;
    QComboBox *m_within;
    QCheckBox *m_inKey;
    PlainLabel *m_problem;
};

} // namespace persistence
