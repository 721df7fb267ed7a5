from flask import Blueprint, abort, redirect, render_template, request
from flask_login import current_user, login_required

from app.extensions import db
from app.models import Invoice, Project, ProjectFile

projects = Blueprint("projects", __name__)


@projects.route("/")
@login_required
def list_projects():
    if current_user.role != "admin":
        abort(403)
    found = Project.query.filter_by(firm_id=current_user.firm_id).limit(50).all()
    return render_template("projects.html", projects=found)


@projects.route("/invoices")
@login_required
def list_invoices():
    if current_user.role != "admin":
        abort(403)
    found = Invoice.query.filter_by(firm_id=current_user.firm_id).limit(50).all()
    return render_template("projects.html", projects=found)


@projects.route("/<int:project_id>")
@login_required
def show_project(project_id):
    project = Project.query.filter_by(id=project_id, firm_id=current_user.firm_id).first_or_404()
    return render_template("projects.html", projects=[project])


@projects.route("/<int:project_id>/title", methods=["POST"])
@login_required
def rename_project(project_id):
    project = Project.query.filter_by(id=project_id, firm_id=current_user.firm_id).first_or_404()
    project.title = request.form["title"][:120]
    db.session.commit()
    return redirect("/projects")


@projects.route("/<int:project_id>/files", methods=["POST"])
@login_required
def add_file(project_id):
    if current_user.role != "admin":
        abort(403)
    project = Project.query.get_or_404(project_id)
    db.session.add(ProjectFile(project_id=project.id, title=request.form["title"][:120]))
    db.session.commit()
    return redirect("/projects")
