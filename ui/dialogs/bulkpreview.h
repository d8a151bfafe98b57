#pragma once

#include "model/items/bulkpreviewmodel.h"

#include <QWidget>

#include <atomic>

class QPushButton;
class QTableView;

namespace persistence {

class PlainLabel;
class SelectionBox;

/// The half of a dialog that shows what a change would do to many records: before and after of the first ones, and how many there are. It
/// keeps the dialog's button right: that names the number, and works once every record was looked at.
class BulkPreview final : public QWidget
{
    Q_OBJECT

public:
    /// What the button says.
    struct ButtonTexts
    {
        QString idle; ///< while the number is not known
        QString one;
        QString many; ///< with %1
    };

    /// \a selections and \a button outlive this. \a samples: of how many records the differences are shown.
    BulkPreview(std::shared_ptr<Workspace> workspace, SelectionBox &selections, QPushButton &button, ButtonTexts texts, int samples,
                QWidget *parent = nullptr);
    ~BulkPreview() override;

    /// Counts places, beside records, for a verb that knows them.
    using Places = std::shared_ptr<std::atomic<qint64>>;
    void look(const BodyVerb &verb, const std::shared_ptr<const TextReplacer> &replacer = {}, const Places &places = {});
    void clear();
    /// Presentation mode: what changes is counted, but not shown.
    void setValuesHidden(bool areHidden) { m_model->setValuesHidden(areHidden); }
    /// Every record was looked at, and some would change.
    [[nodiscard]] bool isReady() const;
    /// The records that would change; final once it is ready.
    [[nodiscard]] const std::vector<RecordRow> &changing() const { return m_model->count().changing; }

signals:
    /// Other records were chosen.
    void selectionChanged();
    void failed(const persistence::Error &error);

private:
    void createTable();
    void showCount();
    [[nodiscard]] QString countText() const;

    BulkPreviewModel *m_model;
    QPushButton &m_button;
    ButtonTexts m_texts;
    Places m_places;
    int m_samples;
    QTableView *m_table;
    PlainLabel *m_count;
};

} // namespace persistence
