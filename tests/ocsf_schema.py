"""What OCSF 1.8.0 asks of a Compliance Finding, as far as we write it: its members, their types,
which are required, and the captions of its numbers. From the definitions of schema.ocsf.io."""

TEXT, NUMBER = str, int


def enum(**captions):
    return {int(key[1:]): caption for key, caption in captions.items()}


STATUS = enum(_0="Unknown", _1="New", _2="In Progress", _3="Suppressed", _4="Resolved",
              _5="Archived", _6="Deleted", _99=None)
VERDICT = enum(_0="Unknown", _1="Pass", _2="Warning", _3="Fail", _99=None)
SEVERITY = enum(_0="Unknown", _1="Informational", _2="Low", _3="Medium", _4="High", _5="Critical",
                _6="Fatal", _99=None)
PRODUCT = {"name": TEXT, "vendor_name": TEXT, "version": TEXT}
ANALYTIC = {"uid": TEXT, "name": TEXT, "type": TEXT, "!type_id": enum(_1="Rule")}
ACCOUNT = {"uid": TEXT, "type": TEXT, "type_id": enum(_10="AWS Account")}
EVENT = {
    "!class_uid": enum(_2003=None), "class_name": TEXT,
    "!category_uid": enum(_2=None), "category_name": TEXT,
    "!activity_id": enum(_1=None), "activity_name": TEXT,
    "!type_uid": enum(_200301=None),
    "!time": NUMBER,
    "!severity_id": SEVERITY, "severity": TEXT,
    "status_id": STATUS, "status": TEXT,
    "message": TEXT,
    "!metadata": {"!version": TEXT, "!product": PRODUCT, "profiles": [TEXT]},
    "!finding_info": {"!uid": TEXT, "title": TEXT, "desc": TEXT, "analytic": ANALYTIC,
                      "last_seen_time": NUMBER},
    "!compliance": {"control": TEXT, "standards": [TEXT], "requirements": [TEXT],
                    "status_id": VERDICT, "status": TEXT, "status_details": [TEXT]},
    "resources": [{"uid": TEXT, "name": TEXT, "type": TEXT, "cloud_partition": TEXT}],
    # Required by the profile "cloud".
    "!cloud": {"!provider": TEXT, "account": ACCOUNT},
    "remediation": {"!desc": TEXT},
    "unmapped": dict,
}


def check_value(where, value, kind, siblings):
    if isinstance(kind, list):
        assert isinstance(value, list) and value, (where, value)
        for item in value:
            check_value(where + "[]", item, kind[0], siblings)
    elif isinstance(kind, dict) and all(isinstance(key, int) for key in kind):
        assert type(value) is int and value in kind, (where, value)
        name = where.rsplit(".", 1)[-1][:-3]
        if kind[value] is not None:
            assert siblings[name] == kind[value], (where, value, siblings[name])
        elif value == 99:
            assert siblings[name], where
    elif isinstance(kind, dict):
        check_object(where, value, kind)
    else:
        assert type(value) is kind, (where, value)
        assert value != "" or where.endswith((".desc", ".version")), where


def check_object(where, value, members):
    assert isinstance(value, dict), (where, value)
    known = {name.lstrip("!"): kind for name, kind in members.items()}
    for name in members:
        assert not name.startswith("!") or name[1:] in value, (where, name)
    for name, member in value.items():
        assert name in known, (where, name)
        check_value(where + "." + name, member, known[name], value)


def check(event):
    check_object("", event, EVENT)
    assert event["type_uid"] == event["class_uid"] * 100 + event["activity_id"]
