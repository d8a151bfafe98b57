#include "ui/editor/keywatch.h"

namespace persistence {

namespace {

constexpr int kPause = 200; // ms

} // namespace

KeyWatch::KeyWatch(QObject *parent) : QObject(parent)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPause);
    connect(&m_pause, &QTimer::timeout, this, &KeyWatch::start);
}

void KeyWatch::setWorkspace(std::shared_ptr<Workspace> workspace)
{
    m_pause.stop();
    m_lookup.setWorkspace(std::move(workspace));
}

void KeyWatch::ask(const KeyQuestion &question)
{
    m_lookup.cancel();
    m_question = question;
    if (m_lookup.hasWorkspace())
        m_pause.start();
}

void KeyWatch::cancel()
{
    m_pause.stop();
    m_lookup.cancel();
}

void KeyWatch::start()
{
    m_lookup.ask([question = m_question](KeyLookup &lookup, Progress &progress) { return keyInsight(lookup, question, progress); },
                 [this](const Result<KeyInsight> &insight) {
                     if (insight)
                         emit answered(*insight);
                     else if (insight.error().kind != ErrorKind::Cancelled)
                         emit failed(insight.error());
                 });
}

} // namespace persistence
