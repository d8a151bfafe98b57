#pragma once

#include "model/base/latestjob.h"
#include "model/transfer/exportscope.h"
#include "model/transfer/redactionprofile.h"

#include <QWidget>

#include <memory>
#include <optional>

class QComboBox;
class QPushButton;

namespace persistence {

class PlainLabel;

/// What to hide in an export: nothing, what the built-in profile says, or a profile from a file; with a look at what it would do.
class RedactionChoice final : public QWidget
{
    Q_OBJECT

public:
    explicit RedactionChoice(std::shared_ptr<Workspace> workspace, QWidget *parent = nullptr);
    ~RedactionChoice() override;

    /// Presentation mode: the preview would show values, so there is none.
    void setValuesHidden(bool areHidden);
    /// The records that the preview takes its first ones from.
    void setScope(const ExportScope &scope) { m_scope = scope; }
    /// Nothing for records as they are.
    [[nodiscard]] std::optional<RedactionProfile> profile() const;

signals:
    void changed();

private:
    void chooseFile();
    void addProfile(const QString &path);
    void updatePreview();
    void preview();
    void showPreview(const QString &text);

    std::shared_ptr<Workspace> m_workspace;
    ExportScope m_scope;
    std::vector<RedactionProfile> m_profiles; ///< those of the box, from its second entry on
    QComboBox *m_box;
    QPushButton *m_preview;
    PlainLabel *m_state;
    bool m_areValuesHidden = false;
    LatestJob m_job;
};

} // namespace persistence
