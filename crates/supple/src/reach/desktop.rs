//! Notifications of the desktop of this computer, where Supple was built with the feature `desktop`.
//!
//! They go over the session bus of whoever runs the server (Desktop Notifications Specification), or what takes its place on macOS
//! and Windows: nothing leaves the computer.

/// Whether this Supple can show them.
pub(crate) const IS_THERE: bool = cfg!(feature = "desktop");

/// What is said where it cannot.
pub(crate) const MISSING: &str = "this Supple was built without notifications on the desktop (the feature \"desktop\")";

/// Shows one.
///
/// # Errors
/// One line: nobody shows notifications here, most often since nobody is signed in.
#[cfg(feature = "desktop")]
pub(crate) fn show(title: &str, body: &str, is_urgent: bool) -> Result<(), String> {
    let mut notification = notify_rust::Notification::new();
    notification.appname("Supple").summary(title).body(body);
    #[cfg(all(unix, not(target_os = "macos")))]
    {
        // Where the body may have markup, a name with an ampersand would be taken for some.
        if notify_rust::get_capabilities().is_ok_and(|known| known.iter().any(|one| one == "body-markup")) {
            notification.body(&body.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"));
        }
        let urgency = if is_urgent { notify_rust::Urgency::Critical } else { notify_rust::Urgency::Normal };
        notification.urgency(urgency);
    }
    #[cfg(not(all(unix, not(target_os = "macos"))))]
    let _ = is_urgent;
    notification.show().map(drop).map_err(|error| format!("no desktop shows it: {error}"))
}

/// Says that this Supple cannot.
#[cfg(not(feature = "desktop"))]
pub(crate) fn show(_: &str, _: &str, _: bool) -> Result<(), String> {
    Err(MISSING.to_owned())
}
